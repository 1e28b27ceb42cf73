import { schemaText } from "../../compat/prove/node-key.js";
import { headersPointer } from "../../contract/headers-schema.js";
import { headersHit } from "../header-changes.js";
import type { GradedReviewRule } from "../review-rule.js";
import { declaring, event } from "../rule-examples.js";

export const headersRemoved: GradedReviewRule<"warning"> = {
  id: "headers-removed",
  category: "wire",
  severity: "error",
  otherSeverities: { warning: "if no header was required or restricted" },
  breaks: "consumers",
  title: "The header declaration of an event was removed",
  why: "Publishers that upgrade may send any headers, or none: consumers that do not upgrade dead-letter messages without the required ones, and code that reads a declared header finds `undefined`.",
  fix: "First make every consumer stop reading the headers, and deploy it; then remove the declaration.",
  examples: {
    invalid: [
      { old: declaring({ tenant: { type: "string" } }, ["tenant"]), new: event({ v1: {} }) },
      { old: declaring({ tenant: { type: "string" } }), new: event({ v1: {} }) },
    ],
    valid: [
      {
        old: declaring({ tenant: { type: "string" }, region: { type: "string" } }),
        new: declaring({ tenant: { type: "string" } }),
      },
    ],
  },
  *judge(subject) {
    for (const { kind, events, headers, ...answers } of subject.headerDeclarations) {
      if (kind !== "removed") continue;
      const hit = headersHit(subject, events.new.name, answers);
      const isBroken = (hit.breaks ?? []).length > 0;
      const file = headers.source.path;
      yield {
        ...hit,
        place: { file, pointer: headersPointer, part: "key" },
        gone: true,
        message: `${events.new.name} no longer declares its headers.`,
        subject: [events.new.name, schemaText({ $ref: headers.location }, subject.old.contract.definitions)],
        rollout: isBroken ? (hit.rollout ?? "consumers-first") : "consumers-first",
        ...(isBroken ? {} : { severity: "warning" }),
      };
    }
  },
};
