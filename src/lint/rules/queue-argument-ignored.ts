import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";

/** Arguments that RabbitMQ accepts and that do nothing; the loader finds them. */
export const queueArgumentIgnored: LintRule = {
  id: "queue-argument-ignored",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A queue argument that RabbitMQ ignores",
  why: "The queue is declared without an error but does not behave as the argument requests, and arguments of an existing queue cannot be changed.",
  fix: "Correct the value, or remove the argument.",
  examples: {
    invalid: [
      queueExample({ "x-queue-mode": "lazy" }, { type: "classic" }),
      queueExample({ "x-max-in-memory-length": 0 }),
      queueExample({ "x-delivery-limit": "50" }),
      queueExample({ "x-overflow": "reject-publish-dlx" }),
      queueExample({ "x-quorum-target-group-size": 3 }, { type: "classic" }),
    ],
    valid: [
      queueExample({ "x-queue-mode": "lazy" }, { type: "classic", declare: "check" }),
      queueExample({ "x-delivery-limit": 50, "x-quorum-target-group-size": 3 }),
      queueExample({ "x-overflow": "reject-publish-dlx" }, { type: "classic" }),
    ],
  },
  judge: graded("queue-argument-ignored", "key"),
};
