import { standardFormats } from "../../contract/standard-formats.js";
import type { Json } from "../../json/json.js";
import { typesOfKeyword } from "../keyword-types.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema, schemasOf, typesOf } from "../placed-schema.js";

/** Keywords that never apply: for another type, or without the keyword that they depend on. */
export const keywordWithoutEffect: LintRule = {
  id: "keyword-without-effect",
  category: "style",
  on: true,
  severity: "warning",
  title: "A keyword that never has an effect",
  why: "It reads like a check, but no message ever fails it.",
  fix: "Remove the keyword, or correct the schema so that it applies.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { total: { type: "integer", maxLength: 10 } } } },
      { "order_paid/v1.json": { properties: { tags: { type: "array", required: ["name"] } } } },
      { "order_paid/v1.json": { type: "object", else: { required: ["total"] } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
      { "order_paid/v1.json": { type: "object", then: { required: ["total"] } } },
      { "order_paid/v1.json": { properties: { tags: { type: "array", minContains: 2 } } } },
      { "order_paid/v1.json": { properties: { tags: { type: "array", maxContains: 2 } } } },
      { "order_paid/v1.json": { properties: { total: { type: ["string", "boolean"], minimum: 1 } } } },
      { "order_paid/v1.json": { properties: { total: { type: "integer", format: "date" } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { total: { type: "integer", format: "int64" } } } },
      { "order_paid/v1.json": { properties: { total: { type: ["string", "null"], maxLength: 10 } } } },
      { "order_paid/v1.json": { properties: { total: { maxLength: 10 } } } },
      { "order_paid/v1.json": { type: "object", if: { required: ["a"] }, else: { required: ["b"] } } },
      { "order_paid/v1.json": { properties: { tags: { contains: {}, minContains: 2, maxContains: 3 } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const types = typesOf(placed);
      for (const keyword of Object.keys(placed.schema)) {
        if (keywordOf(placed, keyword) === undefined) continue;
        const message = wrongType(keyword, types, placed) ?? lacking(keyword, placed);
        if (message !== undefined) yield { ...keywordPlace(placed, keyword), part: "key", message };
      }
    }
  },
};

function wrongType(
  keyword: string,
  types: readonly Json[] | undefined,
  placed: PlacedSchema,
): string | undefined {
  const fitting = typesOfKeyword.get(keyword);
  if (types === undefined || fitting === undefined || fitting.some((type) => types.includes(type)))
    return undefined;
  // Another rule reports formats that the standard does not define, such as int64.
  if (keyword === "format" && !standardFormats.has(String(keywordOf(placed, "format")))) return undefined;
  return `The keyword "${keyword}" applies to ${fitting.join(" and ")}, but this is ${types.join(" or ")}.`;
}

const needs: Readonly<Record<string, string>> = {
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  then: "if",
  else: "if",
  minContains: "contains",
  maxContains: "contains",
};

function lacking(keyword: string, placed: PlacedSchema): string | undefined {
  const needed = Object.hasOwn(needs, keyword) ? needs[keyword] : undefined;
  if (needed === undefined || keywordOf(placed, needed) !== undefined) return undefined;
  return `The keyword "${keyword}" has no effect without "${needed}".`;
}
