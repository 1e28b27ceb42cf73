import { headersPointer } from "../../contract/headers-schema.js";
import { headersHit } from "../header-changes.js";
import type { GradedReviewRule } from "../review-rule.js";
import { declaring, event } from "../rule-examples.js";

export const headersAdded: GradedReviewRule<"info"> = {
  id: "headers-added",
  category: "wire",
  severity: "error",
  otherSeverities: { info: "where no header is required, and none is restricted" },
  breaks: "both",
  title: "The headers of an event are declared now",
  why: "Messages that are queued, and those of publishers that did not upgrade, may lack a header that is required now, or have another value: consumers that upgrade first dead-letter them. Publishers that upgrade may send declared headers only.",
  fix: "Declare the headers without `required` first, let every publisher send them, and require them when the queues hold no older message.",
  examples: {
    finds: [
      { old: event({ v1: {} }), new: declaring({ tenant: { type: "string" } }, ["tenant"]) },
      { old: event({ v1: {} }), new: declaring({ region: { enum: ["eu", "us"] } }) },
      { old: event({ v1: {} }), new: declaring({ tenant: { type: "string" } }) },
    ],
    passes: [
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
        message: `${events.new.name} declares its headers now: ${named(headers.names)}.`,
        notes: ["publishers that upgrade may send no others, unless the schema is open for them"],
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
