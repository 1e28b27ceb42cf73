import type { LintRule } from "../lint-rule.js";
import { hitPlaceOf, keywordOf, type PlacedSchema, schemasOf, typesOf } from "../placed-schema.js";

/** Strings that may be as long as a message may be. */
export const stringUnbounded: LintRule = {
  id: "string-unbounded",
  category: "wire",
  on: false,
  severity: "info",
  title: "A string without maxLength",
  why: "A consumer's database column has a limit, and the first longer message fails there instead of at its publisher.",
  fix: "Add maxLength.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { name: { type: "string", pattern: "[A-Z]{3}" } } } },
      { "order_paid/v1.json": { properties: { name: { type: "string" } } } },
      { "order_paid/v1.json": { properties: { name: { type: ["string", "null"], pattern: "^[A-Z]+$" } } } },
      { "order_paid/v1.json": { properties: { mail: { type: "string", format: "email" } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { name: { not: { type: "string" } } } } },
      { "order_paid/v1.json": { properties: { name: { type: "string", maxLength: 100 } } } },
      { "order_paid/v1.json": { properties: { name: { type: "string", pattern: "^[A-Z]{3}$" } } } },
      { "order_paid/v1.json": { properties: { id: { type: "string", format: "uuid" } } } },
      { "order_paid/v1.json": { properties: { kind: { type: "string", enum: ["a", "b"] } } } },
      { "order_paid/v1.json": { properties: { kind: { type: "string", const: "a" } } } },
      { "order_paid/v1.json": { properties: { host: { type: "string", format: "hostname" } } } },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      if (!placed.demands || typesOf(placed)?.includes("string") !== true || isBounded(placed)) continue;
      yield {
        ...hitPlaceOf(placed),
        message: "Only the size limit of a message bounds the length of this string.",
      };
    }
  },
};

function isBounded(placed: PlacedSchema): boolean {
  const format = keywordOf(placed, "format");
  const pattern = keywordOf(placed, "pattern");
  return (
    ["maxLength", "enum", "const"].some((keyword) => keywordOf(placed, keyword) !== undefined) ||
    (typeof format === "string" && shortFormats.has(format)) ||
    (typeof pattern === "string" && isFinitePattern(pattern))
  );
}

const shortFormats: ReadonlySet<string> = new Set("date date-time time uuid ipv4 ipv6 hostname".split(" "));

/** From end to end, without a choice between ends, and nothing in it repeats without end. */
function isFinitePattern(pattern: string): boolean {
  const bare = pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, "c");
  return /^\^[\s\S]*\$$/.test(bare) && !/[*+|]|\{\d+,\}/.test(bare);
}
