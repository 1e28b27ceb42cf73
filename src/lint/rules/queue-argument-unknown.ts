import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";

/** Arguments that no queue of RabbitMQ has; the loader finds them. */
export const queueArgumentUnknown: LintRule = {
  id: "queue-argument-unknown",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A queue argument that RabbitMQ does not have",
  why: "RabbitMQ accepts any name that starts with x-, and ignores names that neither it nor a plugin supports, so the intended limit does not apply.",
  fix: "Correct the name, or remove the argument.",
  examples: {
    invalid: [
      queueExample({ "x-max-lenght": 1000 }),
      queueExample({ "x-priority": 10 }),
      queueExample({ "x-ha-policy": "all" }),
    ],
    valid: [
      queueExample({ "x-owner": "billing" }, { declare: "check" }),
      queueExample({ "x-max-length": 1000 }),
      queueExample({ "x-message-deduplication": true }),
    ],
  },
  judge: graded("queue-argument-unknown", "key"),
};
