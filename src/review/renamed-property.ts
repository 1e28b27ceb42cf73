import type { SourcePlace } from "../compat/source-pointer.js";
import type { EventVersion } from "../contract/contract.js";
import { joinPointer, splitPointer, valueAt } from "../contract/pointer.js";
import type { PayloadStep } from "../finding.js";
import type { ReviewSubject, SchemaChange } from "./review-rule.js";

/** A property that went away while another one with the same schema came to the same object. */
export interface RenamedProperty {
  readonly version: EventVersion;
  readonly from: string;
  readonly to: string;
  /** The object that both are of. */
  readonly parent: readonly PayloadStep[];
}

/** What seems to be a rename, of versions that were edited; nothing where several properties could be meant. */
export function renamedProperties(subject: ReviewSubject): readonly RenamedProperty[] {
  const groups = new Map<string, SchemaChange[]>();
  for (const each of subject.changes) {
    const key = keyOf(each, subject);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const removed = group.find(({ change }) => change.kind === "property-removed");
    const added = group.find(({ change }) => change.kind === "property-added");
    const target = removed?.change.target;
    if (group.length !== 2 || removed === undefined || added === undefined || target?.kind !== "property")
      return [];
    const [from, to] = [nameIn(removed.change.old), nameIn(added.change.new)];
    return [{ version: removed.version, from, to, parent: target.path.slice(0, -1) }];
  });
}

/** The rename that a change is a part of: it takes the one property away, or says which of them is required. */
export function renameOf(
  { version, change }: SchemaChange,
  renames: readonly RenamedProperty[],
): RenamedProperty | undefined {
  const { kind, target } = change;
  if (target?.kind !== "property" || !(kind in partOf)) return undefined;
  const path = JSON.stringify(target.path);
  return renames.find((each) => {
    const name = partOf[kind as keyof typeof partOf](each);
    return each.version === version && JSON.stringify([...each.parent, name]) === path;
  });
}

/** Which of the two names a change is about. */
const partOf = {
  "property-removed": ({ from }: RenamedProperty) => from,
  "required-removed": ({ from }: RenamedProperty) => from,
  "required-added": ({ to }: RenamedProperty) => to,
};

/** The same for properties of one object with the same schema, whether they came or went. */
function keyOf({ version, change }: SchemaChange, { old, new: now }: ReviewSubject): string | undefined {
  const { kind } = change;
  if (kind !== "property-removed" && kind !== "property-added") return undefined;
  const [side, place] = kind === "property-removed" ? [old, change.old] : [now, change.new];
  const name = nameIn(place);
  if (!place.pointer.endsWith(joinPointer("/properties", name))) return undefined;
  const parent = place.pointer.slice(0, -joinPointer("", name).length);
  const schema = valueAt(side.sources.get(place.file)?.value ?? null, place.pointer);
  return JSON.stringify([version.event, version.label, place.file, parent, schema]);
}

function nameIn({ pointer }: SourcePlace): string {
  return splitPointer(pointer).at(-1) ?? "";
}
