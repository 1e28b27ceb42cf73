import { invalid } from "../../compat/prove/atom.js";
import type { Json } from "../../json/json.js";
import { joinPointer } from "../../json/pointer.js";
import type { HitPlace } from "../../rules/rule-hit.js";
import { type Claim, claimsOf, itemsOf, placedAt } from "../claim.js";
import { impliedType } from "../conjuncts.js";
import { claimPlaces, contradicting, enumerated } from "../contradiction.js";
import { evaluationOf } from "../evaluation.js";
import type { LintRule, LintSubject } from "../lint-rule.js";
import { keywordOf, keywordPlace, type PlacedSchema } from "../placed-schema.js";
import { proofOf } from "../proof.js";
import { provableSchemas } from "../provable-schemas.js";
import { surroundingClaims } from "../surrounding-claims.js";

/** Conditions that decide nothing, by proof. */
export const constantCondition: LintRule = {
  id: "constant-condition",
  category: "style",
  on: true,
  severity: "warning",
  title: "An `if` that is always or never true",
  why: "One of its branches never applies, so the intended check never runs, or runs for every message.",
  fix: "Correct the condition; usually it lacks `required`, or tests for a value that cannot occur.",
  examples: {
    invalid: [
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice"] } },
          if: { properties: { method: { const: "voucher" } }, required: ["method"] },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { required: ["code"] },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { total: { type: "integer", minimum: 1 } },
          if: { properties: { total: { minimum: 0 } } },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { required: ["paidAt"] },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card"] } },
          required: ["method"],
          if: { properties: { method: { const: "cash" } } },
          else: { required: ["number"] },
        },
      },
    ],
    valid: [
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice"] } },
          if: { properties: { method: { const: "invoice" } }, required: ["method"] },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { required: ["dueAt"] },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice"] } },
          required: ["method"],
          if: { properties: { method: { const: "card" } } },
          // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
          then: { required: ["number"] },
          else: {
            if: { properties: { method: { const: "invoice" } } },
            // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
            then: { required: ["dueAt"] },
          },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card"] } },
          required: ["method"],
          if: { properties: { method: { const: "cash" } } },
        },
      },
    ],
  },
  *judge(subject) {
    for (const placed of provableSchemas(subject)) {
      const condition = keywordOf(placed, "if");
      const isUsed = ["then", "else"].some((keyword) => keywordOf(placed, keyword) !== undefined);
      if (condition === undefined || !isUsed) continue;
      const message = messageOf(subject, placed, condition);
      if (message !== undefined) yield { ...placeOfCondition(placed), message };
    }
  },
};

function placeOfCondition(placed: PlacedSchema): HitPlace {
  return { ...keywordPlace(placed, "if"), part: "key" };
}

function messageOf(subject: LintSubject, placed: PlacedSchema, condition: Json): string | undefined {
  const proof = proofOf(subject, placed);
  const claims = proof.within(() => {
    const type = impliedType(subject, placed);
    return [
      ...surroundingClaims(subject, placed),
      ...claimsOf(subject, placed, { keyword: "if" }),
      ...(type === undefined ? [] : [type]),
    ];
  });
  const node = proof.within(() => conditionNode(subject, placed, condition));
  if (claims === undefined || node === undefined) return undefined;
  // of a schema that takes no value, every condition is constant
  if (proof.find(() => itemsOf(claims)).kind !== "instance") return undefined;
  const never = [...claims, { node, valid: true, path: ["if"] }];
  if (proof.isEmpty(() => itemsOf(never))) {
    return `The condition is never true${because(subject, never, placed)}.`;
  }
  // a chain of conditions may end with one for what is left
  const always = claims.filter(({ valid: isValid }) => isValid);
  if (!proof.isEmpty(() => [...itemsOf(always), invalid(node)])) return undefined;
  const all: readonly Claim[] = [...always, { node, valid: false, path: ["if"] }];
  return `The condition is always true${because(subject, all, placed)}.`;
}

function because(subject: LintSubject, claims: readonly Claim[], placed: PlacedSchema): string {
  const places = claimPlaces(contradicting(subject, claims, placed), placed);
  return places.length === 0 ? "" : `, because of ${enumerated(places)}`;
}

function conditionNode(subject: LintSubject, placed: PlacedSchema, condition: Json) {
  const inner = placedAt(subject, `${placed.source.path}#${joinPointer(placed.pointer, "if")}`);
  const evaluation = evaluationOf(subject);
  return inner ? evaluation.nodeOf(inner) : evaluation.nodeOfPart(placed, { allOf: [condition] });
}
