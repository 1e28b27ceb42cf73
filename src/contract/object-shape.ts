import { matchesPattern } from "../patterns/text-pattern.js";
import { type Applied, appliedSchemas } from "./applied-schemas.js";
import type { Location, Schema, SchemaObject } from "./schema.js";

/** What all the schemas that may apply to one value together say about its members and items. */
export interface Shape {
  /** What describes a member of each name; a name that is only required, or that others depend on, is there, too. */
  readonly names: ReadonlyMap<string, readonly Applied[]>;
  /** The names that no `properties` has. */
  readonly mentioned: readonly string[];
  /** What describes the members that a pattern matches. */
  readonly patterns: ReadonlyMap<string, readonly Applied[]>;
  /** What describes any other member. */
  readonly further: readonly Applied[];
  /** What describes the items at the first indices, one list for each. */
  readonly prefix: readonly (readonly Applied[])[];
  /** What describes any other item. */
  readonly items: readonly Applied[];
  /** True when some schema declares properties and says nothing about further ones. */
  readonly silent: boolean;
  /** True when some schema says what further properties are. */
  readonly explicit: boolean;
}

/**
 * The shape of a value to which these schemas apply, gathered through references and everything in place. What
 * `unevaluatedProperties` and `unevaluatedItems` of the schemas in `without` say is left out.
 */
export function objectShape(
  roots: readonly Applied[],
  resolve: (location: Location) => Schema,
  without: ReadonlySet<Schema> = new Set(),
): Shape {
  const [objects = [], arrays = []] = (["object", "array"] as const).map((kind) =>
    [...appliedSchemas(roots, kind, resolve)].map(({ schema, when }) => ({
      schema: without.has(schema) ? withoutRest(schema) : schema,
      when,
    })),
  );
  const names = declared(objects, "properties");
  const patterns = declared(objects, "patternProperties");
  const mentioned =
    names.size + patterns.size === 0
      ? []
      : [...new Set(objects.flatMap(({ schema }) => mentionedNames(schema)))].filter(
          (name) => !names.has(name),
        );
  for (const name of mentioned) names.set(name, []);
  // Few schemas say anything of members that they do not name.
  const general = objects.filter(
    ({ schema }) => isExplicit(schema) || schema.patternProperties !== undefined,
  );
  const own = new Map(names);
  for (const [name, list] of names)
    names.set(name, [...list, ...general.flatMap((each) => undeclared(each, name))]);
  for (const [pattern, list] of patterns) {
    const met = [...own].filter(([name]) => matchesPattern(pattern, name)).flatMap(([, each]) => each);
    const others = general.flatMap((each) => besidePattern(each, pattern, met.length === 0));
    patterns.set(pattern, [...list, ...perhaps(met), ...others]);
  }
  const length = Math.max(0, ...arrays.map(({ schema }) => schema.prefixItems?.length ?? 0));
  const at = (index: number): Applied[] => arrays.flatMap((each) => itemAt(each, index));
  return {
    names,
    mentioned,
    patterns,
    further: general.flatMap(furtherOf),
    prefix: Array.from({ length }, (_, index) => at(index)),
    items: at(length),
    silent: objects.some(({ schema }) => declares(schema) && !isExplicit(schema)),
    explicit: objects.some(({ schema }) => isExplicit(schema)),
  };
}

/** How many of the schemas that apply to a value with a schema, itself included, say anything about members or items. */
export function countDescribing(schema: Schema, resolve: (location: Location) => Schema): number {
  const applied = (["object", "array"] as const).flatMap((kind) => [
    ...appliedSchemas([{ schema, when: [] }], kind, resolve),
  ]);
  return new Set(applied.map((each) => each.schema).filter(describesItself)).size;
}

/** True when a schema's own keywords say anything about the members or items of a value. */
export function describesItself(schema: SchemaObject): boolean {
  if (general.some((keyword) => schema[keyword] !== undefined)) return true;
  return listing.some((keyword) => Object.keys(schema[keyword] ?? {}).length > 0);
}

const general = ["additionalProperties", "unevaluatedProperties", "items", "unevaluatedItems"] as const;

/** Keywords that say nothing where they list nothing. */
const listing = [
  "properties",
  "patternProperties",
  "prefixItems",
  "required",
  "dependentRequired",
  "dependentSchemas",
] as const;

/** The names that a schema declares, whatever the value; what it only requires is one where any is declared. */
export function declaredNames(schema: Schema, resolve: (location: Location) => Schema): string[] {
  return [...objectShape([{ schema, when: [] }], resolve).names.keys()];
}

/** The properties that a schema declares itself; a name that it only requires is declared too, and may be anything. */
export function declaredProperties(schema: SchemaObject): Readonly<Record<string, Schema>> {
  const { properties = {} } = schema;
  if (!declares(schema)) return properties;
  const missing = mentionedNames(schema).filter((name) => !Object.hasOwn(properties, name));
  return missing.length === 0
    ? properties
    : Object.fromEntries([...Object.entries(properties), ...missing.map((name) => [name, true] as const)]);
}

/** True when a schema declares properties itself, so that there can be further ones at all. */
export function declares({ properties = {}, patternProperties = {} }: SchemaObject): boolean {
  return Object.keys(properties).length > 0 || Object.keys(patternProperties).length > 0;
}

/** True when a schema says itself what further properties are. */
export function isExplicit({ additionalProperties, unevaluatedProperties }: SchemaObject): boolean {
  return additionalProperties !== undefined || unevaluatedProperties !== undefined;
}

function withoutRest({
  unevaluatedProperties: _,
  unevaluatedItems: __,
  ...schema
}: SchemaObject): SchemaObject {
  return schema;
}

function declared(
  objects: readonly Applied<SchemaObject>[],
  keyword: "properties" | "patternProperties",
): Map<string, readonly Applied[]> {
  const found = new Map<string, Applied[]>();
  for (const { schema, when } of objects) {
    for (const [key, child] of Object.entries(schema[keyword] ?? {})) {
      const list = found.get(key);
      if (list) list.push({ schema: child, when });
      else found.set(key, [{ schema: child, when }]);
    }
  }
  return found;
}

/** What a schema says of a member of this name, unless by `properties`. */
function undeclared({ schema, when }: Applied<SchemaObject>, name: string): Applied[] {
  const { properties = {}, patternProperties = {} } = schema;
  const matching = Object.entries(patternProperties).filter(([pattern]) => matchesPattern(pattern, name));
  if (matching.length > 0) return matching.map(([, child]) => ({ schema: child, when }));
  return Object.hasOwn(properties, name) ? [] : furtherOf({ schema, when });
}

/** What a schema without this pattern says of the members that the pattern matches; `alone` where it matches no known name. */
function besidePattern({ schema, when }: Applied<SchemaObject>, pattern: string, alone: boolean): Applied[] {
  const { patternProperties = {} } = schema;
  if (Object.hasOwn(patternProperties, pattern) && Object.keys(patternProperties).length === 1) return [];
  const others = Object.entries(patternProperties).flatMap(([other, child]) =>
    other === pattern ? [] : [{ schema: child, when }],
  );
  if (Object.hasOwn(patternProperties, pattern)) return perhaps(others);
  const further = furtherOf({ schema, when });
  return alone && others.length === 0 ? further : perhaps([...others, ...further]);
}

/** What a schema says of members that it neither names nor matches. */
function furtherOf({ schema, when }: Applied<SchemaObject>): Applied[] {
  const { additionalProperties, unevaluatedProperties } = schema;
  if (additionalProperties !== undefined) return [{ schema: additionalProperties, when }];
  // another schema in place may evaluate the member
  return unevaluatedProperties === undefined ? [] : [{ schema: unevaluatedProperties, when: undefined }];
}

function itemAt({ schema, when }: Applied<SchemaObject>, index: number): Applied[] {
  const { prefixItems = [], items, unevaluatedItems } = schema;
  const own = prefixItems[index] ?? items;
  if (own !== undefined) return [{ schema: own, when }];
  // another schema in place may evaluate the item
  return unevaluatedItems === undefined ? [] : [{ schema: unevaluatedItems, when: undefined }];
}

function perhaps(applied: readonly Applied[]): Applied[] {
  return applied.map(({ schema }) => ({ schema, when: undefined }));
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
