import { publicationState } from "../../contract/publication.js";
import { changedConsumptions } from "../consumption-changes.js";
import type { GradedReviewRule } from "../review-rule.js";
import { event, published, service } from "../rule-examples.js";

export const consumedVersionsChanged: GradedReviewRule<"info"> = {
  id: "consumed-versions-changed",
  category: "wire",
  severity: "warning",
  otherSeverities: { info: "if no service published it before the change or publishes it now" },
  breaks: "consumers",
  title: "A service no longer reads a version that is still published",
  why: "The service dead-letters messages of that version.",
  fix: "Keep reading it until its publishers have migrated and the queue contains no more of its messages.",
  examples: {
    invalid: [
      { old: service({ versions: ["v1", "v2"] }), new: service({ versions: ["v2"] }) },
      {
        old: { ...service({}), ...event({ v3: {} }) },
        new: { ...service({ versions: ["v3"] }), ...event({ v3: {} }) },
      },
      {
        old: published({ v1: {}, v2: {} }, ["v2"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v2"], ["v2"]),
      },
    ],
    valid: [
      { old: service({ queue: { name: "q" } }), new: service({ queue: { name: "billing.q" } }) },
      { old: service({ versions: ["v1"] }), new: service({ versions: ["v1", "v2"] }) },
      { old: service({}), new: service({ versions: ["v1", "v2"] }) },
      {
        old: published({ v1: {}, v2: {} }, ["v1"], ["v1", "v2"]),
        new: published({ v1: {}, v2: { maxProperties: 9 } }, ["v1"], ["v1"]),
      },
      { old: service({ versions: ["v1"] }), new: service({ versions: ["v1"], prefetch: 5 }) },
    ],
  },
  *judge(subject) {
    for (const changed of changedConsumptions(subject)) {
      const labels = subject.new.contract.events.find(({ name }) => name === changed.event)?.versions ?? [];
      const all = labels.map(({ label }) => label);
      const [before, after] = [changed.old.versions ?? all, changed.new.versions ?? all];
      const states = (label: string) =>
        [subject.old, subject.new].map(({ contract }) => publicationState(contract, changed.event, label));
      const lost = all
        .filter((label) => before.includes(label) && !after.includes(label))
        .filter((label) => states(label).some((state) => state !== "not-yet"));
      if (lost.length === 0) continue;
      const isOver = lost.every((label) => states(label).every((state) => state === "no-longer"));
      yield {
        place: changed.at("versions"),
        old: changed.oldAt("versions"),
        message: `${changed.service} no longer reads ${lost.join(", ")} of ${changed.event}.`,
        subject: [changed.service, changed.event, lost],
        ...(isOver
          ? {
              severity: "info",
              help: "Check that its queue contains no more of these messages: remaining ones are dead-lettered.",
            }
          : {}),
        event: changed.event,
        rollout: "publishers-first",
        services: [changed.service],
      };
    }
  },
};
