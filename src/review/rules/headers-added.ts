import { schemaText } from "../../compat/prove/node-key.js";
import { headersPointer } from "../../contract/headers-schema.js";
import { headersHit } from "../header-changes.js";
import type { GradedReviewRule } from "../review-rule.js";
import { declaring, event } from "../rule-examples.js";

export const headersAdded: GradedReviewRule<"info"> = {
  id: "headers-added",
  category: "wire",
  severity: "error",
  otherSeverities: { info: "if no header is required or restricted" },
  breaks: "both",
  title: "A header declaration was added to an event",
  why: "Queued messages, and those of publishers that do not upgrade, may lack a required header or have an invalid value: consumers that upgrade first dead-letter them. Publishers that upgrade may send only declared headers.",
  fix: "First declare the headers without `required`, have every publisher send them, and require them once the queues contain no older messages.",
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: declaring({ tenant: { type: "string" } }, ["tenant"]) },
      { old: event({ v1: {} }), new: declaring({ region: { enum: ["eu", "us"] } }) },
      { old: event({ v1: {} }), new: declaring({ tenant: { type: "string" } }) },
    ],
    valid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "ignore" }) },
      {
        old: declaring({ tenant: { type: "string" } }),
        new: declaring({ tenant: { type: "string" } }, ["tenant"]),
      },
    ],
  },
  *judge(subject) {
    for (const { kind, events, headers, ...answers } of subject.headerDeclarations) {
      if (kind !== "added") continue;
      const hit = headersHit(subject, events.new.name, answers);
      const isBroken = (hit.breaks ?? []).length > 0;
      yield {
        ...hit,
        place: { file: headers.source.path, pointer: headersPointer, part: "key" },
        message: `${events.new.name} now declares its headers: ${named(headers.names)}.`,
        subject: [events.new.name, schemaText({ $ref: headers.location }, subject.new.contract.definitions)],
        notes: ["publishers that upgrade may send no other headers, unless the schema allows them"],
        ...(isBroken ? {} : { severity: "info" }),
      };
    }
  },
};

function named(names: readonly string[]): string {
  if (names.length === 0) return "any strings";
  const more = names.length > 10 ? ` and ${names.length - 10} more` : "";
  return `${names
    .slice(0, 10)
    .map((name) => JSON.stringify(name))
    .join(", ")}${more}`;
}
