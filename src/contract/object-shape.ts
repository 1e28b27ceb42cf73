import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "./schema.js";

/** A subschema that describes some member or item of a value. */
export interface Description {
  readonly schema: Schema;
  /** False when it applies to some values only, such as a branch of `anyOf`. */
  readonly certain: boolean;
}

/** What all the schemas that apply to one value together say about its members and items. */
export interface Shape {
  readonly names: ReadonlyMap<string, readonly Description[]>;
  readonly patterns: ReadonlyMap<string, readonly Description[]>;
  /** What `additionalProperties` and `unevaluatedProperties` say, where they are schemas. */
  readonly further: readonly Description[];
  readonly items: readonly Description[];
  /** True when some keyword says what further properties are. */
  readonly explicit: boolean;
  /** True when some keyword says that they may be anything. */
  readonly anything: boolean;
}

/** The shape of a value to which all these schemas apply, gathered through references and everything in place. */
export function shapeOf(roots: readonly Description[], resolve: (location: Location) => Schema): Shape {
  const names = new Map<string, Description[]>();
  const patterns = new Map<string, Description[]>();
  const further: Description[] = [];
  const items: Description[] = [];
  let explicit = false;
  let anything = false;
  for (const { schema, certain } of inPlace(roots, resolve)) {
    for (const [name, child] of Object.entries(declaredProperties(schema))) push(names, name, child, certain);
    for (const [pattern, child] of Object.entries(schema.patternProperties ?? {}))
      push(patterns, pattern, child, certain);
    for (const child of [schema.additionalProperties, schema.unevaluatedProperties]) {
      if (child === undefined) continue;
      explicit = true;
      if (child === true) anything = true;
      if (typeof child === "object") further.push({ schema: child, certain });
    }
    for (const child of [...(schema.prefixItems ?? []), schema.items, schema.unevaluatedItems]) {
      if (child !== undefined) items.push({ schema: child, certain });
    }
  }
  return { names, patterns, further, items, explicit, anything };
}

/** The schemas that say something of members or items themselves, of all that apply to one value together. */
export function describersOf(root: Schema, resolve: (location: Location) => Schema): SchemaObject[] {
  const found = [...inPlace([{ schema: root, certain: false }], resolve)].map(({ schema }) => schema);
  return found.filter((schema) => describing.some((keyword) => schema[keyword] !== undefined));
}

const describing = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "prefixItems",
  "items",
  "unevaluatedItems",
] as const;

/** All schema objects that apply to the same value, each once, parents first and without recursion. */
function* inPlace(
  roots: readonly Description[],
  resolve: (location: Location) => Schema,
): Generator<{ readonly schema: SchemaObject; readonly certain: boolean }> {
  const seen = new Set<Schema>();
  const pending = [...roots].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema, certain } = next;
    if (typeof schema === "boolean" || seen.has(schema)) continue;
    seen.add(schema);
    yield { schema, certain };
    for (const inner of besides(schema, certain, resolve).reverse()) pending.push(inner);
  }
}

/** What applies to the same value beside a schema's own keywords, the reference first. */
function besides(
  schema: SchemaObject,
  certain: boolean,
  resolve: (location: Location) => Schema,
): Description[] {
  const referred = schema.$ref === undefined ? [] : [{ schema: resolve(schema.$ref), certain }];
  const inner = [...inPlaceSubschemas(schema)].flatMap(([keyword, subschema]) =>
    keyword === "not" ? [] : [{ schema: subschema, certain: certain && keyword === "allOf" }],
  );
  return [...referred, ...inner];
}

/** The properties that a schema declares itself; a name that it only requires is declared too, and may be anything. */
export function declaredProperties(schema: SchemaObject): Readonly<Record<string, Schema>> {
  const { properties = {}, required = [], dependentRequired = {} } = schema;
  if (Object.keys(properties).length === 0 && schema.patternProperties === undefined) return properties;
  const named = [...required, ...Object.keys(dependentRequired), ...Object.values(dependentRequired).flat()];
  const missing = named.filter((name) => !Object.hasOwn(properties, name));
  return missing.length === 0
    ? properties
    : Object.fromEntries([...Object.entries(properties), ...missing.map((name) => [name, true] as const)]);
}

/** True when anything is declared, so that there can be further properties at all. */
export function declares({ names, patterns }: Shape): boolean {
  return names.size > 0 || patterns.size > 0;
}

function push(map: Map<string, Description[]>, key: string, schema: Schema, certain: boolean): void {
  const list = map.get(key);
  if (list) list.push({ schema, certain });
  else map.set(key, [{ schema, certain }]);
}
