import { valid } from "../../compat/prove/atom.js";
import { placedAt } from "../claim.js";
import { claimPlaces, contradicting, enumerated } from "../contradiction.js";
import { type EmptySchema, emptySchemas, refusesAll } from "../empty-schemas.js";
import { evaluationOf } from "../evaluation.js";
import type { LintRule, LintSubject } from "../lint-rule.js";
import { hitPlaceOf, keywordOf, type PlacedSchema } from "../placed-schema.js";
import { proofOf } from "../proof.js";
import { crossedBounds } from "./bounds-crossed.js";

/** Schemas that contradict themselves, or what is around them, by proof. */
export const unsatisfiableSchema: LintRule = {
  id: "unsatisfiable-schema",
  category: "style",
  on: true,
  severity: "warning",
  title: "A schema that no value satisfies",
  why: "Nothing can be published under it, and as an alternative it has no effect.",
  fix: "Correct or remove one of the keywords that contradict each other.",
  examples: {
    invalid: [
      {
        "_shared/count.json": { type: "integer", minimum: 1 },
        "order_paid/v1.json": { properties: { count: { $ref: "../_shared/count.json", maximum: 0 } } },
      },
      {
        "order_paid/v1.json": {
          allOf: [
            { type: "object", properties: { id: {} }, required: ["id"], additionalProperties: false },
            { type: "object", properties: { total: {} }, required: ["total"] },
          ],
        },
      },
      {
        "order_paid/v1.json": {
          properties: { currency: { allOf: [{ enum: ["EUR", "USD"] }, { enum: ["GBP", "CHF"] }] } },
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { method: { enum: ["card", "invoice"] } },
          anyOf: [
            { properties: { method: { const: "card" } }, required: ["method"] },
            { properties: { method: { const: "voucher" } }, required: ["method"] },
          ],
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { parent: { $ref: "#" } },
          required: ["parent"],
        },
      },
    ],
    valid: [
      {
        "_shared/count.json": { type: "integer", minimum: 1 },
        "order_paid/v1.json": { properties: { count: { $ref: "../_shared/count.json", maximum: 1 } } },
      },
      { "order_paid/v1.json": { properties: { legacyId: { not: {} }, total: false } } },
      {
        "order_paid/v1.json": {
          properties: { currency: { allOf: [{ enum: ["EUR", "USD"] }, { enum: ["USD", "CHF"] }] } },
        },
      },
      { "order_paid/v1.json": { type: "object", properties: { parent: { $ref: "#" } } } },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { parent: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
          required: ["parent"],
        },
      },
    ],
  },
  *judge(subject) {
    for (const cause of emptySchemas(subject).causes) {
      const { placed } = cause;
      if (refusesAll(placed.schema) || isFoundOtherwise(cause)) continue;
      const help = stoppedVersions(subject, placed);
      yield { ...hitPlaceOf(placed), message: messageOf(subject, cause), ...(help && { help }) };
    }
  },
};

/** Crossed bounds and listed values that are rejected have rules of their own; a condition that is never true, too. */
function isFoundOtherwise({ placed, isAlone }: EmptySchema): boolean {
  if (placed.holder?.keyword === "if" || crossedBounds(placed) !== undefined) return true;
  return isAlone && ["enum", "const"].some((keyword) => keywordOf(placed, keyword) !== undefined);
}

function messageOf(subject: LintSubject, { placed, claims }: EmptySchema): string {
  const all = proofOf(subject, placed).within(claims) ?? [];
  const places = claimPlaces(contradicting(subject, all, placed), placed);
  if (places.length === 0) return "No value satisfies this schema.";
  if (places.length === 1) return `No value satisfies this schema, because of ${places[0]}.`;
  return `No value satisfies this schema: ${enumerated(places)} contradict each other.`;
}

/** Which versions have no message at all because of that. */
function stoppedVersions(subject: LintSubject, placed: PlacedSchema): string | undefined {
  const evaluation = evaluationOf(subject);
  const location = `${placed.source.path}#${placed.pointer}`;
  const stopped = subject.contract.events
    .flatMap(({ versions }) => versions)
    .filter((version) => {
      const root = placedAt(subject, version.location);
      if (root === undefined) return false;
      const reached = [version.location, ...evaluation.reachedFrom(root)];
      if (!reached.some((from) => location === from || location.startsWith(`${from}/`))) return false;
      return proofOf(subject, placed).isEmpty(() => [valid(evaluation.nodeOf(root))]);
    })
    .map(({ event, label }) => `${event} ${label}`);
  if (stopped.length === 0) return undefined;
  return `Until this is corrected, no message of ${enumerated(stopped)} can be sent. ${unsatisfiableSchema.fix}`;
}
