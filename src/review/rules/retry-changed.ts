import { changedConsumptions } from "../consumption-changes.js";
import { retryOf } from "../queue-difference.js";
import type { ReviewRule } from "../review-rule.js";
import { service } from "../rule-examples.js";

export const retryChanged: ReviewRule = {
  id: "retry-changed",
  category: "wire",
  severity: "info",
  breaks: "nobody",
  title: "The retries of a service changed",
  why: "Each delay has its own queue: messages waiting in the old ones still come back, but the empty queues remain until they are deleted.",
  fix: "Delete unused retry queues once they are empty.",
  examples: {
    invalid: [
      { old: service({}), new: service({ retry: { delays: ["5s"] } }) },
      { old: service({}), new: service({ retry: { strategy: "hold" } }) },
      { old: service({ retry: { strategy: "delay" } }), new: service({ retry: { strategy: "none" } }) },
    ],
    valid: [
      { old: service({ queue: { name: "q" } }), new: service({ queue: { name: "billing.q" } }) },
      {
        old: service({}),
        new: service({ retry: { strategy: "delay", delays: ["1s", "10s", "60s"], maxAttempts: 5 } }),
      },
    ],
  },
  *judge(subject) {
    for (const changed of changedConsumptions(subject)) {
      const [from, to] = [retryOf(changed.old), retryOf(changed.new)];
      if (JSON.stringify(from) === JSON.stringify(to)) continue;
      const words = ({ strategy, delays, maxAttempts }: typeof from): string =>
        `${strategy}${strategy === "delay" || strategy === "hold" ? ` after ${delays.join(", ")}` : ""}, ${maxAttempts} attempts`;
      yield {
        place: changed.at("retry"),
        old: changed.oldAt("retry"),
        message: `Retries of ${changed.service} changed from "${words(from)}" to "${words(to)}".`,
        subject: [changed.service, { ...from }, { ...to }],
        event: changed.event,
        rollout: "any-order",
        services: [changed.service],
      };
    }
  },
};
