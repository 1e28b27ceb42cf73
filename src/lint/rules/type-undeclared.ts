import { standardFormats } from "../../contract/standard-formats.js";
import { placedAt } from "../claim.js";
import { conjuncts, impliedType, mostConjuncts, namesType } from "../conjuncts.js";
import { evaluationOf } from "../evaluation.js";
import { typesOfKeyword } from "../keyword-types.js";
import type { LintRule, LintSubject } from "../lint-rule.js";
import { hitPlaceOf, isInPlace, keywordOf, type PlacedSchema, schemasOf } from "../placed-schema.js";
import { holdersOf } from "../surrounding-claims.js";

/** Schemas whose keywords are all for one type, which they do not name. */
export const typeUndeclared: LintRule = {
  id: "type-undeclared",
  category: "style",
  on: true,
  severity: "warning",
  title: "Keywords for one type without that type",
  why: "Keywords such as properties, items or maxLength ignore values of other types: without `type` a number is valid where an object was intended, and the generated type allows anything.",
  fix: "Add the intended type.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { id: { type: "string" } }, required: ["id"] } },
      { "order_paid/v1.json": { type: "object", properties: { note: { maxLength: 10 } } } },
      {
        "_shared/total.json": { properties: { amount: { type: "integer" } } },
        "order_paid/v1.json": { type: "object", properties: { total: { $ref: "../_shared/total.json" } } },
      },
      { "order_paid/v1.json": { oneOf: [{ type: "string" }, { properties: { a: true } }] } },
      { "order_paid/v1.json": { type: "object", properties: { tags: { maxItems: 5 } } } },
      { "order_paid/v1.json": { type: "object", properties: { total: { minimum: 0 } } } },
      { "order_paid/v1.json": { type: "object", properties: { paidAt: { format: "date-time" } } } },
    ],
    valid: [
      { "order_paid/v1.json": { type: "object", properties: { id: { type: "string" }, any: {} } } },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { card: true, iban: true },
          oneOf: [{ required: ["card"] }, { required: ["iban"] }],
        },
      },
      {
        "_shared/audited.json": { properties: { by: { type: "string" } }, required: ["by"] },
        "order_paid/v1.json": { type: "object", allOf: [{ $ref: "../_shared/audited.json" }] },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { id: { minLength: 1, minimum: 1, enum: ["a", 1] } },
          not: { required: ["legacy"] },
        },
      },
      { "order_paid/v1.json": { properties: { a: true }, anyOf: [{ type: "object" }, { type: "null" }] } },
      { "order_paid/v1.json": { type: "object", propertyNames: { maxLength: 20 } } },
      { "order_paid/v1.json": { type: "object", properties: { id: { format: "int64" } } } },
    ],
  },
  *judge(subject) {
    const referring = referrers(subject);
    for (const placed of schemasOf(subject)) {
      if (!isJudged(placed) || isTyped(subject, placed, referring, new Set())) continue;
      const types = meantTypes(placed);
      const [type] = types;
      const keyword = Object.keys(placed.schema).find((each) => typesOfKeyword.has(each)) ?? "";
      if (type === undefined) continue;
      yield {
        ...hitPlaceOf(placed),
        message: `${JSON.stringify(keyword)} checks ${plural[type] ?? type} only; without "type" other values are allowed.`,
        help: `Add "type": ${JSON.stringify(type)}.`,
      };
    }
  },
};

/** An in-place schema is checked with the schema that contains it, unless that asserts nothing itself. */
function isJudged(placed: PlacedSchema): boolean {
  if (!placed.demands || meantTypes(placed).length !== 1) return false;
  // names are strings
  if (placed.holder?.keyword === "propertyNames") return false;
  return !isInPlace(placed) || ![...holdersOf(placed)].some(({ parent }) => meantTypes(parent).length > 0);
}

/** The types that the keywords of a schema are for, which it does not name. */
function meantTypes(placed: PlacedSchema): readonly string[] {
  const meant = new Set<string>();
  for (const keyword of Object.keys(placed.schema)) {
    const value = keywordOf(placed, keyword);
    // an unknown format does not check strings either
    if (value === undefined || (keyword === "format" && !standardFormats.has(String(value)))) continue;
    const [type] = typesOfKeyword.get(keyword) ?? [];
    if (type !== undefined) meant.add(type);
  }
  return [...meant];
}

/** Whether a type of a schema's values is named: in it, around it, or wherever it is referred to. */
function isTyped(
  subject: LintSubject,
  placed: PlacedSchema,
  referring: Referrers,
  asked: Set<PlacedSchema>,
): boolean {
  if (impliedType(subject, placed) === undefined || alternativesAreTyped(subject, placed)) return true;
  if ([...holdersOf(placed)].some(({ parent }) => isNamed(subject, parent))) return true;
  if (asked.has(placed)) return false;
  asked.add(placed);
  const all = referring.get(`${placed.source.path}#${placed.pointer}`) ?? [];
  return all.length > 0 && all.every((each) => isTypedAround(subject, each, referring, asked));
}

/** Whether the schema of a reference, or its parent, declares a type for the same value. */
function isTypedAround(
  subject: LintSubject,
  reference: PlacedSchema,
  referring: Referrers,
  asked: Set<PlacedSchema>,
): boolean {
  const around = [reference, ...[...holdersOf(reference)].map(({ parent }) => parent)];
  return (
    around.some((each) => isNamed(subject, each)) ||
    around.some((each) => !asked.has(each) && isUsedTyped(subject, each, referring, asked))
  );
}

/** Schemas that are asked on the way to where one is used; by a longer way the type is taken as named. */
const mostAsked = 100;

function isUsedTyped(
  subject: LintSubject,
  placed: PlacedSchema,
  referring: Referrers,
  asked: Set<PlacedSchema>,
): boolean {
  if (asked.size > mostAsked) return true;
  asked.add(placed);
  const all = referring.get(`${placed.source.path}#${placed.pointer}`) ?? [];
  return all.length > 0 && all.every((each) => isTypedAround(subject, each, referring, asked));
}

const named = new WeakMap<PlacedSchema, boolean>();

function isNamed(subject: LintSubject, placed: PlacedSchema): boolean {
  const before = named.get(placed);
  if (before !== undefined) return before;
  const all = conjuncts(subject, placed);
  const answer = all.size > mostConjuncts || [...all].some(namesType);
  named.set(placed, answer);
  return answer;
}

function alternativesAreTyped(subject: LintSubject, placed: PlacedSchema): boolean {
  return ["anyOf", "oneOf"].some((keyword) => {
    const list = keywordOf(placed, keyword);
    if (!Array.isArray(list)) return false;
    return list.every((_, index) => {
      const inner = placedAt(subject, `${placed.source.path}#${placed.pointer}/${keyword}/${index}`);
      return inner !== undefined && isNamed(subject, inner);
    });
  });
}

type Referrers = ReadonlyMap<string, readonly PlacedSchema[]>;

/** The schemas with a `$ref`, by where it leads. */
function referrers(subject: LintSubject): Referrers {
  const found = new Map<string, PlacedSchema[]>();
  for (const placed of schemasOf(subject)) {
    if (keywordOf(placed, "$ref") === undefined) continue;
    const location = evaluationOf(subject).referenceOf(placed);
    if (location === undefined) continue;
    const list = found.get(location);
    if (list) list.push(placed);
    else found.set(location, [placed]);
  }
  return found;
}

const plural: Readonly<Record<string, string>> = {
  object: "objects",
  array: "arrays",
  string: "strings",
  number: "numbers",
};
