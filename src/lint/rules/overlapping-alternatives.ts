import { count } from "../../code/count.js";
import type { Json } from "../../json/json.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace } from "../placed-schema.js";
import { assertedKeywords, type JudgedAlternatives, relatedAlternatives } from "../related-alternatives.js";
import { shortJson } from "../short-json.js";

/** Alternatives of `oneOf` that accept the same value, by proof. */
export const overlappingAlternatives: LintRule = {
  id: "overlapping-alternatives",
  category: "style",
  on: true,
  severity: "warning",
  title: "Alternatives of oneOf that accept the same value",
  why: "A value that two alternatives accept is rejected: a message of one kind that gains a property of another kind becomes invalid.",
  fix: "Give each alternative a required property with a distinct constant, or use anyOf if a value may match several.",
  examples: {
    invalid: [
      {
        "order_paid/v1.json": {
          properties: {
            id: {
              oneOf: [
                { type: "string", maxLength: 10 },
                { type: "string", minLength: 5 },
              ],
            },
          },
        },
      },
      {
        "order_paid/v1.json": {
          oneOf: [
            { type: "object", properties: { card: { type: "string" } }, required: ["card"] },
            { type: "object", properties: { iban: { type: "string" } }, required: ["iban"] },
          ],
        },
      },
    ],
    valid: [
      {
        "order_paid/v1.json": {
          properties: {
            id: {
              oneOf: [
                { type: "string", maxLength: 4 },
                { type: "string", minLength: 5 },
              ],
            },
          },
        },
      },
      {
        "order_paid/v1.json": {
          oneOf: [
            { type: "object", properties: { kind: { const: "card" } }, required: ["kind"] },
            { type: "object", properties: { kind: { const: "invoice" } }, required: ["kind"] },
          ],
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { card: { type: "string" }, iban: { type: "string" } },
          oneOf: [{ required: ["card"] }, { required: ["iban"] }],
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { kind: { enum: ["card"] } },
          required: ["kind"],
          oneOf: [
            { properties: { kind: { const: "card" } } },
            { properties: { kind: { const: "invoice" }, dueAt: {} } },
          ],
        },
      },
    ],
  },
  *judge(subject) {
    for (const found of relatedAlternatives(subject)) {
      const { placed, keyword } = found;
      const [first, ...others] = found.overlaps.filter(
        ({ first, second }) => !isMeantToExclude(found, first, second),
      );
      if (first === undefined) continue;
      const [one, other] = [first.first + 1, first.second + 1];
      const more = others.length === 0 ? "" : ` (and ${count(others.length, "more pair")})`;
      yield {
        ...keywordPlace(placed, keyword),
        part: "key",
        subject: "overlap",
        message: `Alternatives ${one} and ${other} both accept ${shortJson(first.witness)}, so oneOf rejects it${more}.`,
      };
    }
  },
};

/** Alternatives that only require properties say on purpose that one of these excludes the other. */
function isMeantToExclude({ placed, keyword }: JudgedAlternatives, first: number, second: number): boolean {
  const list = keywordOf(placed, keyword) as readonly Json[];
  return [first, second].every((index) => {
    const keywords = assertedKeywords(list[index]);
    return keywords.includes("required") && keywords.every((each) => each === "required" || each === "type");
  });
}
