import type { Applied } from "./applied-schemas.js";
import type { Shape } from "./object-shape.js";
import type { Schema, SchemaObject } from "./schema.js";

/** A place inside a value that a {@link Shape} describes. */
export type Slot =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "pattern"; readonly pattern: string }
  /** Members that nothing names or matches. */
  | { readonly kind: "further" }
  | { readonly kind: "prefix"; readonly index: number }
  /** Items after the prefix. */
  | { readonly kind: "items" };

/** All slots of a shape, each with what describes it. */
export function* slotsOf(shape: Shape): Generator<[Slot, readonly Applied[]]> {
  for (const [name, applied] of shape.names) yield [{ kind: "name", name }, applied];
  for (const [pattern, applied] of shape.patterns) yield [{ kind: "pattern", pattern }, applied];
  yield [{ kind: "further" }, shape.further];
  for (const [index, applied] of shape.prefix.entries()) yield [{ kind: "prefix", index }, applied];
  yield [{ kind: "items" }, shape.items];
}

/** A schema that restricts these slots of a shape, each by a schema of its own, and nothing else. */
export function slotSchema(restricted: readonly (readonly [Slot, Schema])[], shape: Shape): SchemaObject {
  const properties = new Map<string, Schema>();
  const patterns = new Map<string, Schema>();
  const prefix: Schema[] = [];
  let further: Schema | undefined;
  let items: Schema | undefined;
  for (const [slot, schema] of restricted) {
    if (schema === true) continue;
    if (slot.kind === "name") properties.set(slot.name, schema);
    else if (slot.kind === "pattern") patterns.set(slot.pattern, schema);
    else if (slot.kind === "further") further = schema;
    else if (slot.kind === "prefix") prefix[slot.index] = schema;
    else items = schema;
  }
  // Whatever is named or matched is not one of the others.
  if (further !== undefined) {
    for (const name of shape.names.keys()) if (!properties.has(name)) properties.set(name, true);
    for (const pattern of shape.patterns.keys()) if (!patterns.has(pattern)) patterns.set(pattern, true);
  }
  const length = items === undefined ? prefix.length : shape.prefix.length;
  return {
    ...(properties.size > 0 ? { properties: Object.fromEntries(properties) } : {}),
    ...(patterns.size > 0 ? { patternProperties: Object.fromEntries(patterns) } : {}),
    ...(further === undefined ? {} : { additionalProperties: further }),
    ...(length > 0 ? { prefixItems: Array.from({ length }, (_, index) => prefix[index] ?? true) } : {}),
    ...(items === undefined ? {} : { items }),
  };
}

/** The same, and no member that the shape does not name or match. */
export function withNamesOnly(schema: SchemaObject, { names, patterns }: Shape): SchemaObject {
  const all = (keys: Iterable<string>): Record<string, Schema> =>
    Object.fromEntries([...keys].map((key) => [key, true]));
  return {
    ...schema,
    properties: { ...all(names.keys()), ...schema.properties },
    ...(patterns.size > 0
      ? { patternProperties: { ...all(patterns.keys()), ...schema.patternProperties } }
      : {}),
    additionalProperties: false,
  };
}

/** True when a closed object has the slot only if something describes it: not an item, and no name that is only required. */
export function isAccounted(slot: Slot, { mentioned }: Shape): boolean {
  if (slot.kind === "name") return !mentioned.includes(slot.name);
  return slot.kind === "pattern" || slot.kind === "further";
}
