import type { JsonObject } from "../json/json.js";
import { member } from "../json/json.js";

/** The drafts of JSON Schema that rabbitgen reads, oldest first. */
export const dialects = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"] as const;

/** One draft of JSON Schema. */
export type Dialect = (typeof dialects)[number];

/** What a schema without `$schema` is. */
export const defaultDialect: Dialect = "2020-12";

/**
 * How a keyword holds subschemas: `one` schema, `many` in an array, a `map` from names, `items` (one or many, before
 * 2020-12), `dependencies` (a map to schemas or to arrays of names).
 */
export type Applicator = "one" | "many" | "map" | "items" | "dependencies";

const sinceDraft04: Readonly<Record<string, Applicator>> = {
  properties: "map",
  patternProperties: "map",
  additionalProperties: "one",
  items: "items",
  additionalItems: "one",
  dependencies: "dependencies",
  definitions: "map",
  allOf: "many",
  anyOf: "many",
  oneOf: "many",
  not: "one",
};
const sinceDraft06: Readonly<Record<string, Applicator>> = {
  ...sinceDraft04,
  contains: "one",
  propertyNames: "one",
};
const sinceDraft07: Readonly<Record<string, Applicator>> = {
  ...sinceDraft06,
  if: "one",
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  then: "one",
  else: "one",
};
const { dependencies: _dependencies, ...kept } = sinceDraft07;
const since2019: Readonly<Record<string, Applicator>> = {
  ...kept,
  $defs: "map",
  dependentSchemas: "map",
  unevaluatedItems: "one",
  unevaluatedProperties: "one",
};
const { additionalItems: _additionalItems, ...keptItems } = since2019;
const since2020: Readonly<Record<string, Applicator>> = { ...keptItems, items: "one", prefixItems: "many" };

/** The keywords of each draft that hold subschemas, and how. */
export const applicators: Readonly<Record<Dialect, Readonly<Record<string, Applicator>>>> = {
  "draft-04": sinceDraft04,
  "draft-06": sinceDraft06,
  "draft-07": sinceDraft07,
  "2019-09": since2019,
  "2020-12": since2020,
};

const words04 =
  "$schema $ref id title description default type enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum " +
  "maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required format";
const words06 = `${words04.replace(" id ", " $id ")} const examples`;
const words07 = `${words06} $comment readOnly writeOnly contentMediaType contentEncoding`;
const words2019 =
  `${words07} $anchor $recursiveRef $recursiveAnchor $vocabulary deprecated dependentRequired minContains ` +
  "maxContains contentSchema";
const words2020 = `${words2019.replace(" $recursiveRef $recursiveAnchor", "")} $dynamicRef $dynamicAnchor`;

function keywordSet(dialect: Dialect, words: string): ReadonlySet<string> {
  return new Set([...words.split(" "), ...Object.keys(applicators[dialect])]);
}

/** Every keyword of each draft, annotations included. */
export const keywords: Readonly<Record<Dialect, ReadonlySet<string>>> = {
  "draft-04": keywordSet("draft-04", words04),
  "draft-06": keywordSet("draft-06", words06),
  "draft-07": keywordSet("draft-07", words07),
  "2019-09": keywordSet("2019-09", words2019),
  "2020-12": keywordSet("2020-12", words2020),
};

/**
 * The draft that a `$schema` value names, or `undefined` if it is not a standard one. `http` or `https`, with or without
 * the trailing `#`, as met in practice.
 */
export function dialectOf($schema: string): Dialect | undefined {
  const id = dialectKey($schema);
  return dialects.find((dialect) => id === dialectKey(metaSchemaUri(dialect)));
}

/** A `$schema` value without what differs in practice: the scheme and a trailing `#`. */
export function dialectKey($schema: string): string {
  return $schema
    .trim()
    .replace(/^https?:\/\//, "")
    .replace(/#$/, "");
}

/** The URI of a draft's meta-schema, without a fragment. */
export function metaSchemaUri(dialect: Dialect): string {
  return dialect.startsWith("2")
    ? `https://json-schema.org/draft/${dialect}/schema`
    : `http://json-schema.org/${dialect}/schema`;
}

/** True for the drafts in which `$ref` hides every keyword beside it (draft-04 to draft-07). */
export function refHidesSiblings(dialect: Dialect): boolean {
  return dialect.startsWith("draft-");
}

/** The schema's own identifier, `id` in draft-04 and `$id` since. */
export function identifierOf(schema: JsonObject, dialect: Dialect): string | undefined {
  const id = member(schema, dialect === "draft-04" ? "id" : "$id");
  return typeof id === "string" && !(refHidesSiblings(dialect) && typeof member(schema, "$ref") === "string")
    ? id
    : undefined;
}

/** Drafts by {@link dialectKey} of the `$schema` values that a schemas folder defines itself. */
export type Dialects = ReadonlyMap<string, Dialect>;
