import type { RoutingKeyPart } from "../../runtime/contract/event-version.js";
import type { KeyShape, Placeholder } from "../../runtime/routing/key-shape.js";
import type { Json } from "../json/json.js";
import type { Contract, Event, EventVersion } from "./contract.js";
import { alwaysHas, declaredMember } from "./declared-member.js";
import { placeholdersOf } from "./routing-key.js";
import type { JsonType, Location, Schema } from "./schema.js";
import { type ValueSpace, valueSpace } from "./value-space.js";

/** Where a version of an event has the value of a placeholder from. */
export type PlaceholderSource =
  /** Every payload has it there, as one scalar. */
  | { readonly kind: "payload"; readonly path: readonly string[]; readonly values: Placeholder["values"] }
  /** The schema does not declare it: `publish` is given it. */
  | { readonly kind: "publish" }
  /** The schema declares it as something that cannot be relied upon. */
  | { readonly kind: "unusable"; readonly why: string; readonly help: string };

type Definitions = Contract["definitions"];

/** Decides by the schema of a version, whose definition must be there. */
export function placeholderSource(
  { location, label }: EventVersion,
  placeholder: string,
  definitions: Definitions,
): PlaceholderSource {
  const resolve = (reference: Location): Schema => definitions.get(reference)?.schema ?? true;
  const path = placeholder.split(".");
  const holders: Schema[] = [];
  let schema = resolve(location);
  for (const name of path) {
    holders.push(schema);
    const member = declaredMember(schema, name, resolve);
    if (member === undefined) return { kind: "publish" };
    schema = member;
  }
  for (const [index, holder] of holders.entries()) {
    const name = path[index] ?? "";
    const before = path.slice(0, index).join(".");
    const where = before === "" ? `the schema of ${label}` : `${JSON.stringify(before)} of ${label}`;
    const { types } = valueSpace(holder, resolve);
    if ([...types].some((type) => type !== "object"))
      return {
        kind: "unusable",
        why: `${where} may be something other than an object, without ${JSON.stringify(name)}`,
        help: 'Add "type": "object" there.',
      };
    if (!alwaysHas(holder, name, resolve))
      return {
        kind: "unusable",
        why: `${JSON.stringify(path.slice(0, index + 1).join("."))} of ${label} is optional`,
        help: `Add ${JSON.stringify(name)} to "required" (in a new version if this one is in use), or use a placeholder name that the schema does not declare, and pass its value to publish.`,
      };
  }
  const space = valueSpace(schema, resolve);
  const strange = [...space.types].filter((type) => !oneWord.has(type));
  if (strange.length > 0)
    return {
      kind: "unusable",
      why: `${JSON.stringify(placeholder)} of ${label} may be ${listed(strange)}, which is not one word of a routing key`,
      help: "Use a string, integer or boolean property, or use a placeholder name that the schema does not declare, and pass its value to publish.",
    };
  return { kind: "payload", path, values: valuesOf(space) };
}

/** The pieces of a routing key with placeholders, as the SDK has them for one version; none of any other key. */
export function routingKeyParts(
  { keyTemplate }: Event,
  version: EventVersion,
  definitions: Definitions,
): readonly RoutingKeyPart[] {
  if (placeholdersOf(keyTemplate).length === 0) return [];
  return keyTemplate.parts.map((part) => {
    if (typeof part === "string") return part;
    const source = placeholderSource(version, part.placeholder, definitions);
    return source.kind === "payload" ? { payload: source.path } : { publish: part.placeholder };
  });
}

/** The keys of one version, with what its schema says of their placeholders. */
export function keyShape(event: Event, version: EventVersion, definitions: Definitions): KeyShape {
  return event.keyTemplate.parts.map((part) => {
    if (typeof part === "string") return part;
    const source = placeholderSource(version, part.placeholder, definitions);
    return { name: part.placeholder, values: source.kind === "payload" ? source.values : "any" };
  });
}

/** The keys of all versions of an event, or of those of these labels. */
export function keyShapes(
  event: Event,
  definitions: Definitions,
  labels?: readonly string[],
): readonly KeyShape[] {
  return event.versions
    .filter(({ label }) => labels === undefined || labels.includes(label))
    .map((version) => keyShape(event, version, definitions));
}

const oneWord: ReadonlySet<JsonType> = new Set(["string", "integer", "boolean"]);

function valuesOf({ types, values }: ValueSpace): Placeholder["values"] {
  const [only, second] = types;
  if (values !== undefined && values.length > 0) return values.map(wordOf);
  if (second !== undefined) return "any";
  if (only === "boolean") return ["true", "false"];
  return only === "integer" ? "integer" : "any";
}

/** As the SDK writes it into a key. */
function wordOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const names: Readonly<Record<JsonType, string>> = {
  null: "null",
  boolean: "a boolean",
  number: "a number with a fraction",
  integer: "an integer",
  string: "a string",
  array: "an array",
  object: "an object",
};

function listed(types: readonly JsonType[]): string {
  const words = types.map((type) => names[type]);
  return words.length === 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
