import { headersPointer } from "../../contract/headers-schema.js";
import { headersHit } from "../header-changes.js";
import type { GradedReviewRule } from "../review-rule.js";
import { declaring } from "../rule-examples.js";

const text = { type: "string" };

export const headersChanged: GradedReviewRule<"warning" | "info"> = {
  id: "headers-changed",
  category: "wire",
  severity: "error",
  otherSeverities: {
    warning: "if a header is removed and no message is rejected because of it",
    info: "if no message is rejected because of it",
  },
  breaks: "both",
  title: "The declared headers of an event changed",
  why: "Headers have no version: queued messages, and publishers and consumers that do not upgrade, use the old ones. Consumers dead-letter messages with a missing or invalid header.",
  fix: "Declare a new header as optional and keep the old ones; require it, or remove an old one, once no older message is queued and every service is upgraded.",
  examples: {
    invalid: [
      { old: declaring({ tenant: text }), new: declaring({ tenant: text }, ["tenant"]) },
      { old: declaring({ tenant: text }, ["tenant"]), new: declaring({ tenant: text }) },
      {
        old: declaring({ region: { enum: ["eu"] } }),
        new: declaring({ region: { enum: ["eu", "us"] } }),
      },
      {
        old: declaring({ region: { enum: ["eu", "us"] } }),
        new: declaring({ region: { enum: ["eu"] } }),
      },
      { old: declaring({ tenant: text }), new: declaring({ tenant: text, region: text }) },
      { old: declaring({ tenant: text, region: text }), new: declaring({ tenant: text }) },
      { old: declaring({ tenant: text }), new: declaring({ tenant: { ...text, title: "the tenant" } }) },
    ],
    valid: [
      { old: declaring({ tenant: text }), new: declaring({ tenant: text }, [], { unroutable: "ignore" }) },
      { old: declaring({ tenant: text }), new: declaring({ tenant: text }, [], { writer: "as-written" }) },
    ],
  },
  *judge(subject) {
    for (const { event, headers, change } of subject.headerChanges) {
      if (change === undefined) {
        yield {
          place: { file: headers.source.path, pointer: headersPointer },
          message: `The headers of ${event.name}: only annotations or wording changed; the meaning is the same.`,
          subject: [event.name],
          event: event.name,
          rollout: "any-order",
          severity: "info",
        };
        continue;
      }
      const hit = headersHit(subject, event.name, change);
      const isBroken = (hit.breaks ?? []).length > 0;
      const isGone = change.kind === "property-removed" || change.kind === "property-renamed";
      yield {
        ...hit,
        place: change.new,
        old: change.old,
        message: `headers: ${change.title}`,
        subject: [change.kind, change.detail],
        ...(change.new.file === headers.source.path ? {} : { concerns: [`${event.name} headers`] }),
        ...(isBroken ? {} : { severity: isGone ? "warning" : "info" }),
        ...(isGone && !isBroken
          ? {
              notes: ["no message is rejected, but consumers that still read it find `undefined`"],
              help: "First make every consumer stop reading it, then remove it.",
              rollout: "consumers-first",
            }
          : {}),
      };
    }
  },
};
