import { printWith, type ReferenceTo } from "../bundle/print-schema.js";
import type { Schema, SchemaObject } from "../contract/schema.js";
import { isObject, type Json, type JsonObject } from "../json/json.js";

/**
 * A schema as AsyncAPI's Schema Object, which is draft-07 with a few words more. What draft-07 spells differently is spelt
 * so; what it does not have (`unevaluatedProperties`, `minContains`, …) stays, and its readers ignore it.
 */
export function spellSchema(schema: Schema, referenceTo: ReferenceTo): boolean | JsonObject {
  return printWith(schema, referenceTo, spell);
}

/** One schema, the schemas inside of which are spelt already. */
function spell(schema: SchemaObject): object {
  const { $ref, allOf = [], prefixItems, items, dependentRequired, dependentSchemas, ...rest } = schema;
  if ($ref !== undefined && Object.keys(schema).length === 1) return { $ref };
  const {
    const: value,
    enum: values,
    ...kept
  } = Object.fromEntries(
    Object.entries(rest).filter(([keyword, each]) => isKept(keyword, each)),
  ) as SchemaObject;
  const isValue = value !== undefined && !hasReference(value);
  const isEnum = values !== undefined && !values.some(hasReference);
  const together = [
    ...($ref === undefined ? [] : [{ $ref }]), // draft-07 ignores what is beside it
    ...allOf,
    ...(values === undefined || isEnum ? [] : [{ anyOf: values.map(valueSchema) }]),
    ...(value === undefined || isValue ? [] : [valueSchema(value)]),
  ];
  const list = prefixItems === undefined ? { items } : { items: prefixItems, additionalItems: items };
  return {
    ...withoutReferenceNames(kept),
    ...(isEnum ? { enum: values } : {}),
    ...(isValue ? { const: value } : {}),
    ...defined(list),
    ...dependencies(dependentRequired, dependentSchemas),
    ...(together.length === 0 ? {} : { allOf: together }),
  };
}

/** The pattern of the one name that tools take for a keyword wherever it is. */
export const referenceName = "^\\$ref$";

/** A property that is called `$ref` is described by a pattern, which says the same. */
function withoutReferenceNames(schema: SchemaObject): object {
  const { properties, patternProperties, ...rest } = schema;
  if (properties === undefined || !Object.hasOwn(properties, "$ref")) return schema;
  const { $ref, ...others } = properties;
  const patterns = { ...patternProperties, [referenceName]: $ref };
  return { ...rest, properties: others, patternProperties: patterns };
}

function defined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function dependencies(
  required: SchemaObject["dependentRequired"] = {},
  schemas: SchemaObject["dependentSchemas"] = {},
): object {
  const names = [...new Set([...Object.keys(required), ...Object.keys(schemas)])];
  if (names.length === 0) return {};
  const entries = names.map((name) => {
    const list = Object.hasOwn(required, name) ? required[name] : undefined;
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (list === undefined || schema === undefined) return [name, list ?? schema];
    return [name, { allOf: [schema, { required: list }] }];
  });
  return { dependencies: Object.fromEntries(entries) };
}

/**
 * Tools resolve each `$ref` of a document, wherever it is: one inside a value would be read from a disk or the network. A
 * note that has one is left out, and what AsyncAPI has a keyword of its own for.
 */
function isKept(keyword: string, value: unknown): boolean {
  if (keyword === "discriminator" || keyword === "externalDocs") return false;
  if (keyword === "const" || subschemaKeywords.has(keyword)) return true;
  return !hasReference(value as Json);
}

const subschemaKeywords: ReadonlySet<string> = new Set(
  (
    "properties patternProperties additionalProperties unevaluatedProperties unevaluatedItems contains propertyNames " +
    "anyOf oneOf not if then else"
  ).split(" "),
);

/** Whether a tool would take something in a value for a reference. */
export function hasReference(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => hasReference(item as Json));
  if (!isObject(value)) return false;
  return typeof value["$ref"] === "string" || Object.values(value).some(hasReference);
}

/** A schema of one value, in which nothing looks like a reference. */
function valueSchema(value: Json): object {
  if (Array.isArray(value)) {
    const bounds = { type: "array", minItems: value.length, maxItems: value.length };
    return value.length === 0 ? bounds : { ...bounds, items: value.map(valueSchema) };
  }
  if (!isObject(value)) return { const: value };
  const members = Object.entries(value).map(([name, inner]) => [name, valueSchema(inner)]);
  return withoutReferenceNames({
    type: "object",
    properties: Object.fromEntries(members),
    required: Object.keys(value),
    additionalProperties: false,
  } as unknown as SchemaObject);
}
