import { onlyRefers } from "../../contract/only-refers.js";
import type { Definition, Location, Schema, SchemaMap } from "../../contract/schema.js";
import type { Change, ChangeKind, ChangePlace } from "./change.js";
import type { Step } from "./edit.js";
import type { Placed } from "./placed.js";
import { inner } from "./walked-keywords.js";

/** The place of a definition in its file, whatever its location is called. */
export function definitionPlace(location: Location, definitions: ReadonlyMap<Location, Definition>): string {
  const definition = definitions.get(location);
  return definition === undefined ? location : `${definition.path}#${definition.pointer}`;
}

/** That one side refuses everything at a place, by the keyword or the property that says so. */
export function refusalTitle(before: Placed, after: Placed): string {
  const name = placeName(after.path) ?? placeName(before.path) ?? "schema";
  return after.schema === false ? `${name} became false (nothing is valid)` : `${name} is no longer false`;
}

function placeName(path: readonly Step[]): string | undefined {
  const [holder, last] = [path.at(-2), path.at(-1)];
  if (holder === "properties") return `property ${JSON.stringify(last)}`;
  return inner.find((keyword) => keyword === last);
}

/** The property that goes away or gets another type. */
export function changeTarget(
  kind: ChangeKind,
  { payload }: ChangePlace,
  [keyword, name]: readonly Step[],
): Pick<Change, "target"> {
  if (payload === undefined) return {};
  if (kind === "property-removed" && keyword === "properties")
    return { target: { kind: "property", path: [...payload, String(name)] } };
  return kind === "type-changed" ? { target: { kind: "property", path: payload } } : {};
}

/** Whether one side is but a reference where the other one has none. */
export function refersAlone(one: Schema, other: Schema): boolean {
  return onlyRefers(one) && (typeof other === "boolean" || other.$ref === undefined);
}

export function own(map: SchemaMap | undefined, name: string): Schema | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
