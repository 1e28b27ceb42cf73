import { annotations } from "../../contract/canonicalize.js";
import type { Json } from "../../json/json.js";
import { enumerated } from "../contradiction.js";
import { evaluationOf } from "../evaluation.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema, schemasOf, typesOf } from "../placed-schema.js";
import { refusedValues } from "../refused-values.js";

/** Values that are listed and cannot be sent, most often a `null` that `type` leaves out. */
export const enumValueRejected: LintRule = {
  id: "enum-value-rejected",
  category: "style",
  on: true,
  severity: "warning",
  title: "A value of enum or const that is not valid under its schema",
  why: "It looks allowed, but every message with it is rejected.",
  fix: "Change `type` and the other keywords to allow the value, or remove it.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { method: { type: "string", enum: ["card", null] } } } },
      { "order_paid/v1.json": { properties: { count: { type: "integer", const: "1" } } } },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice", "voucher"] } },
          required: ["method"],
          oneOf: [
            { properties: { method: { const: "card" }, number: { type: "string" } } },
            { properties: { method: { const: "invoice" }, dueAt: { type: "string" } } },
          ],
        },
      },
    ],
    valid: [
      {
        "_shared/method.json": { enum: ["card", "invoice", "voucher"] },
        "order_paid/v1.json": {
          properties: {
            method: { allOf: [{ $ref: "../_shared/method.json" }, { enum: ["card", "invoice"] }] },
          },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice"] } },
          oneOf: [
            { properties: { method: { const: "card" } }, required: ["method"] },
            { properties: { method: { const: "invoice" } }, required: ["method"] },
          ],
        },
      },
      {
        "order_paid/v1.json": { properties: { method: { type: ["string", "null"], enum: ["card", null] } } },
      },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      if (onlyLists(placed)) continue;
      for (const keyword of ["enum", "const"]) {
        const value = keywordOf(placed, keyword);
        if (value === undefined) continue;
        const list = keyword === "enum" && Array.isArray(value) ? (value as readonly Json[]) : [value];
        for (const [index, each] of list.entries()) {
          if (evaluationOf(subject).accepts(placed, each)) continue;
          const path = keyword === "enum" ? [keyword, index] : [keyword];
          yield { ...keywordPlace(placed, ...path), message: "This value is not valid under its schema." };
        }
      }
    }
    for (const { placed, index, places } of refusedValues(subject)) {
      const because = places.length === 0 ? "" : `, because of ${enumerated(places)}`;
      yield {
        ...keywordPlace(placed, "enum", index),
        message: `This value is not valid under the rest of the schema${because}.`,
      };
    }
  },
};

/** Nearly all enums have but a type beside them, mostly of strings; these need no evaluation. */
function onlyLists(placed: PlacedSchema): boolean {
  const values = keywordOf(placed, "enum");
  const others = Object.keys(placed.schema).filter((key) => !annotations.has(key) && !known.has(key));
  const types = typesOf(placed);
  return (
    Array.isArray(values) &&
    others.length === 0 &&
    (types === undefined ||
      (types.includes("string") && values.every((value: Json) => typeof value === "string")))
  );
}

const known: ReadonlySet<string> = new Set(["enum", "type"]);
