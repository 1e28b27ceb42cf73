import type { Writer } from "../../contract/publisher-view.js";
import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const writerChanged: ReviewRule = {
  id: "writer-changed",
  category: "wire",
  severity: "info",
  breaks: "nobody",
  title: "The rules for undeclared properties of publishers changed",
  why: "Consumers accept undeclared properties either way, but nothing validates them, and a later property of the same name is not safe.",
  fix: 'Declare what is sent; use `"as-written"` only for events whose publishers add properties that the schemas cannot list.',
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "as-written" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "declared-only" }) },
      { old: event({ v1: {} }, { writer: "as-written" }), new: event({ v1: {} }, { writer: "closed" }) },
    ],
    valid: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "ignore" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "closed" }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "writer", ({ old, new: now }) => {
      if (old.writer === now.writer) return undefined;
      return {
        message: `Publishers may now send ${sent[now.writer]}.`,
        subject: [old.writer, now.writer],
        rollout: "any-order",
      };
    });
  },
};

const sent: Readonly<Record<Writer, string>> = {
  closed: "only properties that the schemas declare or explicitly allow",
  "declared-only": "only properties that the schemas declare, even if they allow more for consumers",
  "as-written": "everything that consumers accept, declared or not",
};
