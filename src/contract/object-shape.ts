import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "./schema.js";

/** A subschema that describes some member or item of a value. */
export interface Description {
  readonly schema: Schema;
  /** False when it applies to some values only, such as a branch of `anyOf`. */
  readonly certain: boolean;
}

/** What all the schemas that apply to one value together say about its members and items. */
export interface Shape {
  /** A name that is only required, or that others depend on, has no description. */
  readonly names: ReadonlyMap<string, readonly Description[]>;
  readonly patterns: ReadonlyMap<string, readonly Description[]>;
  /** What `additionalProperties` and `unevaluatedProperties` say, where they are schemas. */
  readonly further: readonly Description[];
  /** Of the items at the first indices, one list for each. */
  readonly prefix: readonly (readonly Description[])[];
  /** Of all further items. */
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
  const items: ItemShape[] = [];
  const mentioned = new Set<string>();
  let explicit = false;
  let anything = false;
  for (const { schema, certain } of inPlace(roots, resolve)) {
    for (const [name, child] of Object.entries(schema.properties ?? {})) push(names, name, child, certain);
    for (const name of Object.keys(declaredProperties(schema))) if (!names.has(name)) names.set(name, []);
    for (const name of mentionedNames(schema)) mentioned.add(name);
    for (const [pattern, child] of Object.entries(schema.patternProperties ?? {}))
      push(patterns, pattern, child, certain);
    for (const child of [schema.additionalProperties, schema.unevaluatedProperties]) {
      if (child === undefined) continue;
      explicit = true;
      if (child === true) anything = true;
      if (typeof child === "object") further.push({ schema: child, certain });
    }
    items.push(itemShape(schema, certain));
  }
  if (declares({ names, patterns })) {
    for (const name of mentioned) if (!names.has(name)) names.set(name, []);
  }
  const at = (index: number): Description[] =>
    items.flatMap(({ prefix, rest }) => prefix[index] ?? (index < prefix.length ? [] : rest));
  const prefix = Array.from({ length: Math.max(0, ...items.map((each) => each.prefix.length)) }, (_, index) =>
    at(index),
  );
  return { names, patterns, further, prefix, items: at(Number.POSITIVE_INFINITY), explicit, anything };
}

/** What one schema says of the items of a value. */
interface ItemShape {
  readonly prefix: readonly (readonly Description[])[];
  readonly rest: readonly Description[];
}

function itemShape({ prefixItems = [], items, unevaluatedItems }: SchemaObject, certain: boolean): ItemShape {
  const rest = [
    ...(items === undefined ? [] : [{ schema: items, certain }]),
    // another schema in place may evaluate the item
    ...(unevaluatedItems === undefined ? [] : [{ schema: unevaluatedItems, certain: false }]),
  ];
  return { prefix: prefixItems.map((schema) => [{ schema, certain }]), rest };
}

/** Names that a schema requires, or that others depend on, whether it describes them or not. */
function mentionedNames({
  required = [],
  dependentRequired = {},
  dependentSchemas = {},
}: SchemaObject): string[] {
  const dependent = Object.entries(dependentRequired).flatMap(([name, names]) => [name, ...names]);
  return [...required, ...dependent, ...Object.keys(dependentSchemas)];
}

/** The schemas that describe or name members or items themselves, of all that apply to one value together. */
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
  "required",
  "dependentRequired",
  "dependentSchemas",
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
  const { properties = {} } = schema;
  if (Object.keys(properties).length === 0 && schema.patternProperties === undefined) return properties;
  const missing = mentionedNames(schema).filter((name) => !Object.hasOwn(properties, name));
  return missing.length === 0
    ? properties
    : Object.fromEntries([...Object.entries(properties), ...missing.map((name) => [name, true] as const)]);
}

/** True when anything is declared, so that there can be further properties at all. */
export function declares({ names, patterns }: Pick<Shape, "names" | "patterns">): boolean {
  return names.size > 0 || patterns.size > 0;
}

function push(map: Map<string, Description[]>, key: string, schema: Schema, certain: boolean): void {
  const list = map.get(key);
  if (list) list.push({ schema, certain });
  else map.set(key, [{ schema, certain }]);
}
