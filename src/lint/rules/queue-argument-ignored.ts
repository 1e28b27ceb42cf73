import { graded } from "../graded.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";

/** Arguments that RabbitMQ accepts and that do nothing; the loader finds them. */
export const queueArgumentIgnored: LintRule = {
  id: "queue-argument-ignored",
  category: "wire",
  on: true,
  severity: "warning",
  title: "RabbitMQ ignores an argument of a queue",
  why: "The queue is declared without an error and does not do what the argument asks for; its arguments can never change.",
  fix: "Correct the value, or remove the argument.",
  examples: {
    finds: [
      queueExample({ "x-queue-mode": "lazy" }, { type: "classic" }),
      queueExample({ "x-max-in-memory-length": 0 }),
      queueExample({ "x-delivery-limit": "50" }),
      queueExample({ "x-overflow": "reject-publish-dlx" }),
      queueExample({ "x-quorum-target-group-size": 3 }, { type: "classic" }),
    ],
    passes: [
      queueExample({ "x-queue-mode": "lazy" }, { type: "classic", declare: "check" }),
      queueExample({ "x-delivery-limit": 50, "x-quorum-target-group-size": 3 }),
      queueExample({ "x-overflow": "reject-publish-dlx" }, { type: "classic" }),
    ],
  },
  judge: graded("queue-argument-ignored", "key"),
};
