import type { Json } from "../../json/json.js";
import { isObject } from "../../json/json.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace } from "../placed-schema.js";
import {
  alternativeAt,
  type JudgedAlternatives,
  type Redundancy,
  relatedAlternatives,
} from "../related-alternatives.js";
import { shortJson } from "../short-json.js";

/** Alternatives that another one contains, by proof. */
export const redundantAlternative: LintRule = {
  id: "redundant-alternative",
  category: "style",
  on: true,
  severity: "warning",
  title: "An alternative that another one includes",
  why: "Under oneOf no value can match this alternative, because another one accepts it too; under anyOf the alternative adds nothing, so its checks have no effect.",
  fix: "Remove the alternative, or restrict the one that includes it, for example with a distinguishing constant.",
  examples: {
    invalid: [
      {
        "order_paid/v1.json": { properties: { total: { oneOf: [{ type: "number" }, { type: "integer" }] } } },
      },
      {
        "order_paid/v1.json": {
          anyOf: [
            { type: "object", properties: { card: { type: "string" } } },
            { type: "object", properties: { card: { type: "string", minLength: 12 } }, required: ["card"] },
          ],
        },
      },
      {
        "order_paid/v1.json": { properties: { method: { anyOf: [{ enum: ["card"] }, { type: "string" }] } } },
      },
      {
        "order_paid/v1.json": {
          properties: { method: { oneOf: [{ const: "card", title: "By card." }, { type: "string" }] } },
        },
      },
    ],
    valid: [
      {
        "order_paid/v1.json": {
          oneOf: [
            { type: "object", properties: { kind: { const: "card" }, number: {} }, required: ["kind"] },
            { type: "object", properties: { kind: { const: "invoice" } }, required: ["kind"] },
          ],
        },
      },
      {
        "order_paid/v1.json": {
          properties: {
            method: { anyOf: [{ enum: ["card", "invoice"], description: "In use." }, { type: "string" }] },
          },
        },
      },
      {
        "order_paid/v1.json": { properties: { total: { anyOf: [{ type: "integer" }, { type: "string" }] } } },
      },
      {
        "order_paid/v1.json": {
          properties: { method: { anyOf: [{ const: "card", title: "By card." }, { type: "string" }] } },
        },
      },
      {
        "order_paid/v1.json": {
          properties: {
            method: {
              anyOf: [
                { const: "card", deprecated: true },
                { const: "cash", $comment: "In shops." },
                { type: "string" },
              ],
            },
          },
        },
      },
    ],
  },
  *judge(subject) {
    for (const found of relatedAlternatives(subject)) {
      for (const each of found.redundant) {
        if (isListedForReaders(found, each)) continue;
        const { placed, keyword } = found;
        const place = alternativeAt(subject, placed, keyword, each.contained);
        const { file, pointer = "" } = keywordPlace(placed, keyword, each.contained);
        yield {
          file: place?.source.path ?? file,
          pointer,
          subject: `${each.by}`,
          message: messageOf(found, each),
        };
      }
    }
  },
};

function messageOf({ placed, keyword }: JudgedAlternatives, { contained, by, witness }: Redundancy): string {
  const other = JSON.stringify(`#${keywordPlace(placed, keyword, by).pointer}`);
  const accepts = `Alternative ${by + 1} at ${other} accepts every value of alternative ${contained + 1}, such as ${shortJson(witness)}`;
  return keyword === "oneOf"
    ? `${accepts}, so oneOf rejects them all.`
    : `${accepts}, so this alternative adds nothing.`;
}

/** Known values, described for readers, beside a schema that accepts any. */
function isListedForReaders({ placed, keyword }: JudgedAlternatives, { contained }: Redundancy): boolean {
  const list = keywordOf(placed, keyword);
  const schema = Array.isArray(list) ? (list[contained] as Json) : undefined;
  if (keyword !== "anyOf" || !isObject(schema)) return false;
  const has = (name: string): boolean => Object.hasOwn(schema, name);
  return ["enum", "const"].some(has) && ["title", "description", "deprecated", "$comment"].some(has);
}
