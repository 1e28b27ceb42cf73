import { type SourceFile, textAt } from "../../contract/source-file.js";
import { isObject, type Json } from "../../json/json.js";
import { joinPointer } from "../../json/pointer.js";
import type { LintRule, LintSubject, Problem } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema, schemasOf, typesOf } from "../placed-schema.js";

/** Integers that a double (IEEE 754) cannot distinguish from adjacent ones. */
export const numberPrecision: LintRule = {
  id: "number-precision",
  category: "wire",
  on: true,
  severity: "warning",
  title: "Integers beyond the precision of a double",
  why: "JavaScript and many JSON libraries read numbers as doubles: above 9007199254740991 (2^53 - 1) adjacent integers become equal, so one id turns into another. The SDK refuses to publish such integers, and dead-letters messages with an integer that a double cannot represent.",
  fix: "Keep the numbers within ±9007199254740991, or encode them as strings.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { id: { type: "integer", maximum: 2 ** 63 } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", format: "int64" } } } },
      { "order_paid/v1.json": { properties: { kind: { enum: [1, 2 ** 60] } } } },
      { "_shared/id.json": { const: -(2 ** 53) }, "order_paid/v1.json": { $ref: "../_shared/id.json" } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", minimum: -(2 ** 63) } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", exclusiveMinimum: -(2 ** 63) } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", exclusiveMaximum: 2 ** 63 } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", format: "uint64", minimum: 0 } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", format: "int64", maximum: 1000 } } } },
      { "order_paid/v1.json": { properties: { id: { type: "number", maximum: 2 ** 60 } } } },
      { "order_paid/v1.json": { properties: { id: { default: 2 ** 60 } } } },
      { "order_paid/v1.json": { properties: { id: { examples: [2 ** 60] } } } },
      { "order_paid/v1.json": { properties: { ids: { const: { first: 2 ** 53 } } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { id: { type: "integer", maximum: Number.MAX_SAFE_INTEGER } } } },
      { "order_paid/v1.json": { properties: { id: { type: "integer", exclusiveMaximum: 2 ** 53 } } } },
      {
        "order_paid/v1.json": {
          properties: { id: { type: "integer", format: "int64", maximum: 1000, minimum: 0 } },
        },
      },
      { "order_paid/v1.json": { properties: { share: { type: "number", maximum: 1e30 } } } },
      {
        "order_paid/v1.json": {
          properties: { id: { type: "integer", format: "int64", exclusiveMinimum: 0, exclusiveMaximum: 9 } },
        },
      },
      { "order_paid/v1.json": { properties: { id: { type: "string", format: "int64" } } } },
      { "order_paid/v1.json": { properties: { share: { enum: [0.5, Number.MAX_SAFE_INTEGER] } } } },
      { "order_paid/v1.json": { properties: { share: { default: 2 ** 53, examples: [1e300] } } } },
    ],
  },
  *judge(subject: LintSubject) {
    for (const placed of schemasOf(subject)) {
      yield* beyondBounds(placed);
      yield* wideFormat(placed);
      for (const keyword of ["const", "enum", ...annotations, ...looseBounds(placed)]) {
        const value = keywordOf(placed, keyword);
        if (value === undefined) continue;
        const { pointer } = keywordPlace(placed, keyword);
        yield* literals(placed.source, pointer ?? "", value, annotations.includes(keyword));
      }
    }
  },
};

const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const annotations = ["default", "examples"];

function isInteger(placed: PlacedSchema): boolean {
  return typesOf(placed)?.includes("integer") === true;
}

/**
 * For a number with fractions, a large bound does not imply large integers; only the digits of the bound are checked.
 */
function looseBounds(placed: PlacedSchema): readonly string[] {
  return isInteger(placed) ? [] : bounds;
}

function* beyondBounds(placed: PlacedSchema): Generator<Problem> {
  for (const keyword of isInteger(placed) ? bounds : []) {
    const bound = keywordOf(placed, keyword);
    if (typeof bound !== "number") continue;
    const excluded = keyword.startsWith("exclusive") || keywordOf(placed, exclusiveOf(keyword)) === true;
    if (Math.abs(bound) <= Number.MAX_SAFE_INTEGER + (excluded ? 1 : 0)) continue;
    const written = textAt(placed.source, keywordPlace(placed, keyword).pointer ?? "");
    const message = `This integer may go to ${written}, but doubles represent integers exactly only up to 9007199254740991.`;
    yield { ...keywordPlace(placed, keyword), message };
  }
}

function exclusiveOf(keyword: string): string {
  return `exclusive${keyword.slice(0, 1).toUpperCase()}${keyword.slice(1)}`;
}

function* wideFormat(placed: PlacedSchema): Generator<Problem> {
  const format = keywordOf(placed, "format");
  if (!isInteger(placed) || (format !== "int64" && format !== "uint64")) return;
  const bounded = (...keywords: readonly string[]) =>
    keywords.some((keyword) => Number.isFinite(keywordOf(placed, keyword)));
  if (bounded("maximum", "exclusiveMaximum") && bounded("minimum", "exclusiveMinimum")) return;
  const message = `The format "${format}" includes integers that a double cannot represent, and no bounds exclude them.`;
  yield { ...keywordPlace(placed, "format"), message };
}

/** Numbers inside a value: those that are read as others than they are written, or all that have unsafe neighbors. */
function* literals(
  source: SourceFile,
  pointer: string,
  value: Json,
  roundedOnly: boolean,
): Generator<Problem> {
  if (typeof value === "number") {
    if (!Number.isInteger(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
    const written = textAt(source, pointer);
    const rounded = /^-?\d+$/.test(written) && BigInt(written) !== BigInt(value);
    if (!rounded && (roundedOnly || bounds.includes(pointer.slice(pointer.lastIndexOf("/") + 1)))) return;
    const message = rounded
      ? `A double cannot represent ${written}: it is read as ${BigInt(value)}.`
      : `A double cannot distinguish ${written} from adjacent integers.`;
    yield { file: source.path, pointer, message };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* literals(source, joinPointer(pointer, index), item as Json, roundedOnly);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value))
      yield* literals(source, joinPointer(pointer, name), item, roundedOnly);
  }
}
