import { changedConsumptions } from "../consumption-changes.js";
import type { ReviewRule } from "../review-rule.js";
import { event, service } from "../rule-examples.js";

export const consumedVersionsChanged: ReviewRule = {
  id: "consumed-versions-changed",
  category: "wire",
  severity: "warning",
  breaks: "consumers",
  title: "A service no longer reads a version that is still published",
  why: "What comes of that version becomes a dead letter of this service.",
  fix: "Keep reading it until its publishers have moved on and the queue is empty of it.",
  examples: {
    finds: [
      { old: service({ versions: ["v1", "v2"] }), new: service({ versions: ["v2"] }) },
      {
        old: { ...service({}), ...event({ v3: {} }) },
        new: { ...service({ versions: ["v3"] }), ...event({ v3: {} }) },
      },
    ],
    passes: [
      { old: service({ queue: { name: "q" } }), new: service({ queue: { name: "billing.q" } }) },
      { old: service({ versions: ["v1"] }), new: service({ versions: ["v1", "v2"] }) },
      { old: service({}), new: service({ versions: ["v1", "v2"] }) },
      { old: service({ versions: ["v1"] }), new: service({ versions: ["v1"], prefetch: 5 }) },
    ],
  },
  *judge(subject) {
    for (const changed of changedConsumptions(subject)) {
      const labels = subject.new.contract.events.find(({ name }) => name === changed.event)?.versions ?? [];
      const all = labels.map(({ label }) => label);
      const [before, after] = [changed.old.versions ?? all, changed.new.versions ?? all];
      const lost = all.filter((label) => before.includes(label) && !after.includes(label));
      if (lost.length === 0) continue;
      yield {
        place: changed.at("versions"),
        old: changed.oldAt("versions"),
        message: `${changed.service} no longer reads ${lost.join(", ")} of ${changed.event}.`,
        event: changed.event,
        rollout: "publishers-first",
        services: [changed.service],
      };
    }
  },
};
