import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const annotationsChanged: ReviewRule = {
  id: "annotations-changed",
  category: "documentation",
  severity: "info",
  breaks: "nobody",
  title: "Only annotations or wording changed",
  why: "Titles, descriptions, examples and defaults say nothing about which messages are valid.",
  fix: "Nothing: this change breaks nothing.",
  examples: {
    invalid: [{ old: event({ v1: { title: "old" } }), new: event({ v1: { title: "new" } }) }],
    valid: [{ old: event({ v1: { title: "old" } }), new: event({ v1: { title: "new", maxProperties: 3 } }) }],
  },
  *judge({ reworded }) {
    for (const { new: version } of reworded) {
      yield {
        place: { file: version.source.path },
        message: `${version.event} ${version.label}: only annotations or wording changed; the meaning is the same.`,
        subject: [version.event, version.label],
        event: version.event,
        version: version.label,
        rollout: "any-order",
      };
    }
  },
};
