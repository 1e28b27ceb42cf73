import { isObject, type Json, type JsonObject } from "../json/json.js";
import type { Dialect } from "./dialect.js";
import { knownPattern } from "./known-patterns.js";
import type { JsonType, Schema, SchemaObject } from "./schema.js";
import { loneSurrogate, prototypeName, unknownFormat } from "./schema-findings.js";
import type { Diagnosis } from "./source-file.js";
import { standardFormats } from "./standard-formats.js";
import type { CustomFormat, Vocabulary } from "./vocabulary-words.js";

/** One keyword of the canonical form with its value. */
export type Entry = readonly [keyword: keyof SchemaObject, value: unknown];

/** The schema object that contains a keyword, as far as its conversion needs it. */
export interface SchemaInProgress {
  readonly dialect: Dialect;
  /** What the team's schemas have beyond the standard. */
  readonly vocabulary: Vocabulary | undefined;
  readonly usesUnevaluatedItems: boolean;
  /** A keyword of the same schema, if its draft has the keyword. */
  readonly get: (keyword: string) => Json | undefined;
  /** The canonical form of a subschema below these keywords and names. */
  readonly sub: (value: Json, ...segments: readonly (string | number)[]) => Schema;
  readonly report: (
    keyword: string,
    diagnosis: Diagnosis,
    part?: "key" | "value",
    ...rest: readonly string[]
  ) => void;
}

type Convert = (value: Json, at: SchemaInProgress, keyword: string) => Entry[];

const one: Convert = (value, at, keyword) => [[keyword as keyof SchemaObject, at.sub(value, keyword)]];
/** A branch without a condition asserts nothing and describes nothing (Core, 10.2.2); its references are checked all the same. */
const branch: Convert = (value, at, keyword) => {
  const entries = one(value, at, keyword);
  return at.get("if") === undefined ? [] : entries;
};
const many: Convert = (value, at, keyword) =>
  Array.isArray(value) && value.length > 0
    ? [[keyword as keyof SchemaObject, value.map((item, index) => at.sub(item as Json, keyword, index))]]
    : [];
const map: Convert = (value, at, keyword) => {
  checkNames(value, at, keyword);
  return isObject(value)
    ? [[keyword as keyof SchemaObject, mapObject(value, (item, name) => at.sub(item, keyword, name))]]
    : [];
};

/** Names that no generated code could carry. */
function checkNames(value: Json, at: SchemaInProgress, keyword: string): void {
  for (const name of isObject(value) ? Object.keys(value) : []) {
    if (name === "__proto__") at.report(keyword, prototypeName, "key", name);
    else if (/\p{Surrogate}/u.test(name)) at.report(keyword, loneSurrogate, "key", name);
  }
}

/** A format of the team's own is its pattern everywhere, so that each reader of the canonical form checks it. */
function ownFormat({ pattern }: CustomFormat, at: SchemaInProgress): Entry[] {
  const unicode = pattern === undefined ? undefined : knownPattern(pattern).unicode;
  if (unicode === undefined) return [];
  return at.get("pattern") === undefined ? [["pattern", unicode]] : [["allOf", [{ pattern: unicode }]]];
}

/** Keywords whose canonical form differs from the file, or that contain subschemas. */
export const conversions: Readonly<Record<string, Convert>> = {
  type: (value) => {
    const types = typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
    const known = types.filter((type): type is JsonType => jsonTypes.has(type as string));
    return known.length > 0 ? [["type", known]] : [];
  },
  properties: map,
  required: (value, at) => {
    if (!isNames(value)) return [];
    if (value.includes("__proto__")) at.report("required", prototypeName);
    return [["required", value]];
  },
  patternProperties: (value, at, keyword) => {
    if (!isObject(value)) return [];
    checkNames(value, at, keyword);
    const entries = Object.entries(value).flatMap(([pattern, item]) => {
      const { unicode, findings } = knownPattern(pattern);
      for (const diagnosis of findings) at.report(keyword, diagnosis, "key", pattern);
      return unicode === undefined ? [] : [[unicode, at.sub(item, keyword, pattern)] as const];
    });
    return [["patternProperties", Object.fromEntries(entries)]];
  },
  pattern: (value, at) => {
    if (typeof value !== "string") return [];
    const { unicode, findings } = knownPattern(value);
    for (const diagnosis of findings) at.report("pattern", diagnosis);
    return unicode === undefined ? [] : [["pattern", unicode]];
  },
  format: (value, at) => {
    if (typeof value !== "string") return [];
    if (standardFormats.has(value)) return [["format", value]];
    const own = at.vocabulary?.formats.get(value);
    if (own !== undefined) return ownFormat(own, at);
    at.report("format", unknownFormat(value, at.vocabulary?.formats.keys()));
    return [];
  },
  items: (value, at) => {
    if (!Array.isArray(value)) return [["items", at.sub(value, "items")]];
    const rest = at.get("additionalItems");
    return [
      ...many(value, at, "items").map(([, items]) => ["prefixItems", items] as const),
      ...(rest === undefined ? [] : [["items", at.sub(rest, "additionalItems")] as const]),
    ];
  },
  contains: (value, at) => {
    const contains = at.sub(value, "contains");
    if (at.dialect !== "2019-09" || !at.usesUnevaluatedItems) return [["contains", contains]];
    const { minContains, maxContains } = Object.fromEntries(
      ["minContains", "maxContains"].map((name) => [name, at.get(name)]),
    );
    const bounds = Object.fromEntries(
      Object.entries({ minContains, maxContains }).filter(([, bound]) => isCount(bound)),
    );
    // In 2019-09 `contains` evaluates no item for `unevaluatedItems`; `not` keeps the assertion and drops that effect.
    return [["allOf", [{ not: { not: { contains, ...bounds } } }]]];
  },
  const: (value, at) => {
    if (holdsPrototype(value)) at.report("const", prototypeName);
    return [["const", value]];
  },
  enum: (value, at) => {
    if (!Array.isArray(value)) return [];
    if (holdsPrototype(value)) at.report("enum", prototypeName);
    return value.length > 0 ? [["enum", value]] : [["allOf", [false]]];
  },
  // A branch that is not there accepts, and what the condition evaluated still counts (Core, 11.3); say so.
  if: (value, at) => [
    ["if", at.sub(value, "if")],
    ...(at.get("then") === undefined ? [["then", true] as const] : []),
    ...(at.get("else") === undefined ? [["else", true] as const] : []),
  ],
  dependencies: (value, at) => {
    checkNames(value, at, "dependencies");
    const entries = isObject(value) ? Object.entries(value) : [];
    const names = entries.filter(([, item]) => isNames(item));
    const schemas = entries.filter(([, item]) => !Array.isArray(item));
    const made = schemas.map(([name, item]) => [name, at.sub(item, "dependencies", name)]);
    return [
      ...(names.length > 0 ? [["dependentRequired", Object.fromEntries(names)] as const] : []),
      ...(made.length > 0 ? [["dependentSchemas", Object.fromEntries(made)] as const] : []),
    ];
  },
  dependentRequired: (value, at) => {
    checkNames(value, at, "dependentRequired");
    const names = Object.entries(isObject(value) ? value : {}).filter(([, item]) => isNames(item));
    return names.length > 0 ? [["dependentRequired", Object.fromEntries(names)]] : [];
  },
  minimum: (value, at) =>
    isNumber(value) ? [[at.get("exclusiveMinimum") === true ? "exclusiveMinimum" : "minimum", value]] : [],
  maximum: (value, at) =>
    isNumber(value) ? [[at.get("exclusiveMaximum") === true ? "exclusiveMaximum" : "maximum", value]] : [],
  prefixItems: many,
  allOf: many,
  anyOf: many,
  oneOf: many,
  not: one,
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  then: branch,
  else: branch,
  additionalProperties: one,
  propertyNames: one,
  unevaluatedItems: one,
  unevaluatedProperties: one,
  dependentSchemas: map,
};

/** Keywords that are copied unchanged if their value has the right shape. */
export const copies: Readonly<Record<string, (value: Json) => boolean>> = {
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  exclusiveMaximum: isNumber,
  exclusiveMinimum: isNumber,
  maxLength: isCount,
  minLength: isCount,
  maxItems: isCount,
  minItems: isCount,
  minContains: isCount,
  maxContains: isCount,
  maxProperties: isCount,
  minProperties: isCount,
  uniqueItems: (value) => value === true,
  title: isText,
  description: isText,
  default: () => true,
  examples: (value) => Array.isArray(value),
  deprecated: (value) => value === true,
};

const jsonTypes: ReadonlySet<string> = new Set([
  "null",
  "boolean",
  "number",
  "integer",
  "string",
  "array",
  "object",
]);

/** Maps an object's own members into a new one; safe for a member called `__proto__`. */
function mapObject<Value>(
  object: JsonObject,
  map: (value: Json, name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}

function holdsPrototype(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => holdsPrototype(item as Json));
  if (!isObject(value)) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(holdsPrototype);
}

function isNumber(value: Json | undefined): boolean {
  return typeof value === "number";
}

function isCount(value: Json | undefined): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isText(value: Json): boolean {
  return typeof value === "string";
}

function isNames(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}
