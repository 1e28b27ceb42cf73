import type { Json } from "../json/json.js";
import type { RoundedNumber } from "./rounded-numbers.js";

/** The types that JSON Schema names; `integer` is a number without a fraction. */
export type JsonType = "null" | "boolean" | "number" | "integer" | "string" | "array" | "object";

/** Where a definition stands: `path#pointer`, such as `_shared/money.json#/$defs/amount`. */
export type Location = string;

/** Subschemas by name. May have an own key called `__proto__`. */
export type SchemaMap = Readonly<Record<string, Schema>>;

/**
 * A schema in the one form that everything after the loader reads, whatever its draft was: the keywords of 2020-12,
 * `type` always a list, every `$ref` the {@link Location} of a definition, no `$id`, no anchors, nothing unknown.
 */
export type Schema = boolean | SchemaObject;

/** The object form of {@link Schema}. */
export interface SchemaObject {
  readonly $ref?: Location;
  readonly type?: readonly JsonType[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly multipleOf?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  /** Always a regular expression that is valid with the `u` flag. */
  readonly pattern?: string;
  /** Always one of the formats that the standard names. */
  readonly format?: string;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly prefixItems?: readonly Schema[];
  readonly items?: Schema;
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly unevaluatedItems?: Schema;
  readonly maxProperties?: number;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: SchemaMap;
  readonly patternProperties?: SchemaMap;
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
  readonly dependentSchemas?: SchemaMap;
  readonly unevaluatedProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly title?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly deprecated?: boolean;
}

/** A schema that some `$ref` leads to. */
export interface Definition {
  readonly location: Location;
  /** The file that holds it, below the schemas folder. */
  readonly path: string;
  /** JSON Pointer in that file. */
  readonly pointer: string;
  readonly schema: Schema;
  /** Its numbers that are written with more digits than are read; absent where there are none. */
  readonly rounded?: readonly RoundedNumber[];
}

/** The subschemas that apply to the same value as the schema itself ("in place"), with the keyword that holds each. */
export function inPlaceSubschemas(schema: SchemaObject): readonly HeldSubschema[] {
  const held: HeldSubschema[] = [];
  for (const keyword of listKeywords) {
    for (const subschema of schema[keyword] ?? []) held.push([keyword, subschema]);
  }
  for (const keyword of singleKeywords) addSingle(held, schema, keyword);
  addMap(held, schema, "dependentSchemas");
  return held;
}

/** The subschemas that apply to members, items or names of the value. */
export function childSubschemas(schema: SchemaObject): readonly HeldSubschema[] {
  const held: HeldSubschema[] = [];
  addMap(held, schema, "properties");
  addMap(held, schema, "patternProperties");
  for (const subschema of schema.prefixItems ?? []) held.push(["prefixItems", subschema]);
  for (const keyword of childKeywords) addSingle(held, schema, keyword);
  return held;
}

/** A subschema with the keyword that holds it. */
type HeldSubschema = readonly [keyword: keyof SchemaObject, subschema: Schema];

function addSingle(
  held: HeldSubschema[],
  schema: SchemaObject,
  keyword: (typeof singleKeywords)[number] | (typeof childKeywords)[number],
): void {
  const subschema = schema[keyword];
  if (subschema !== undefined) held.push([keyword, subschema]);
}

function addMap(
  held: HeldSubschema[],
  schema: SchemaObject,
  keyword: "dependentSchemas" | "properties" | "patternProperties",
): void {
  const map = schema[keyword];
  if (map === undefined) return;
  for (const subschema of Object.values(map)) held.push([keyword, subschema]);
}

const listKeywords = ["allOf", "anyOf", "oneOf"] as const;
const singleKeywords = ["not", "if", "then", "else"] as const;
const childKeywords = [
  "items",
  "contains",
  "unevaluatedItems",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
] as const;
