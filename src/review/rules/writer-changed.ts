import type { Writer } from "../../contract/publisher-view.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const writerChanged: ReviewRule = {
  id: "writer-changed",
  category: "wire",
  severity: "info",
  breaks: "nobody",
  title: "What publishers may send undeclared changed",
  why: "Readers take it either way, but nobody checks what is not declared, and no later property of that name is safe.",
  fix: 'Declare what is sent; keep `"as-written"` for events whose publishers add what the schemas cannot know.',
  examples: {
    finds: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "as-written" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "declared-only" }) },
      { old: event({ v1: {} }, { writer: "as-written" }), new: event({ v1: {} }, { writer: "closed" }) },
    ],
    passes: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { unroutable: "ignore" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { writer: "closed" }) },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "writer", ({ old, new: now }) => {
      if (old.writer === now.writer) return undefined;
      return { message: `Publishers may now send ${sent[now.writer]}.`, rollout: "any-order" };
    });
  },
};

const sent: Readonly<Record<Writer, string>> = {
  closed: "only what the schemas declare, or explicitly leave open",
  "declared-only": "only what the schemas declare, also where these leave more open to readers",
  "as-written": "whatever readers take, declared or not",
};
