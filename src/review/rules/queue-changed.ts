import { changedConsumptions } from "../consumption-changes.js";
import { queueDifference } from "../queue-difference.js";
import type { ReviewRule } from "../review-rule.js";
import { service } from "../rule-examples.js";

export const queueChanged: ReviewRule = {
  id: "queue-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The queue of a service changed",
  why: "The arguments of a queue cannot change: declaring it again fails with 406, and the service does not start. Under another name it is another queue, while the old one stays bound and fills up.",
  fix: "Drain the old queue, then delete it (or unbind it, if the name changed), then deploy; or keep the queue unchanged.",
  examples: {
    invalid: [
      { old: service({ queue: { name: "billing" } }), new: service({ queue: { name: "billing.paid" } }) },
      { old: service({ queue: { name: "q" } }), new: service({ queue: { name: "q", type: "classic" } }) },
      {
        old: service({ queue: { name: "q" } }),
        new: service({ queue: { name: "q", arguments: { "x-max-length": 5 } } }),
      },
      {
        old: service({ queue: { name: "q" } }),
        new: service({ queue: { name: "q" }, retry: { maxAttempts: 30 } }),
      },
      {
        old: service({ queue: { name: "q", type: "classic" } }),
        new: service({ queue: { name: "q" } }),
      },
    ],
    valid: [
      {
        old: service({ queue: { name: "q" } }),
        new: service({ queue: { name: "q", type: "quorum" }, prefetch: 5 }),
      },
      {
        old: service({ queue: { name: "q" } }),
        new: service({ queue: { name: "q" }, retry: { maxAttempts: 7 } }),
      },
      { old: service({}), new: service({ queue: { name: "q" } }) },
      { old: service({ queue: { name: "q" } }), new: service({}) },
    ],
  },
  *judge(subject) {
    for (const changed of changedConsumptions(subject)) {
      const difference = queueDifference(changed.old, changed.new);
      if (difference === undefined) continue;
      yield {
        place: changed.at(difference.key),
        old: changed.oldAt(difference.key),
        message: difference.message,
        subject: difference.subject,
        event: changed.event,
        breaks: [{ direction: "wire", verdict: "refuted", reason: difference.reason }],
        rollout: "together",
        services: [changed.service],
      };
    }
  },
};
