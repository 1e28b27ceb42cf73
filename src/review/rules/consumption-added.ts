import { type AddedConsumption, addedConsumptions } from "../consumption-changes.js";
import { deadLetters, holdBack, sendingOf } from "../dead-letters.js";
import { isNewlyPublished } from "../published-versions.js";
import type { GradedReviewRule, ReviewSubject } from "../review-rule.js";
import { event, published } from "../rule-examples.js";

const publisherOf = (versions: readonly string[]) => ({
  "svc-order": { publishes: { order_paid: versions } },
});

const readingV1 = { services: { "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } } } };

export const consumptionAdded: GradedReviewRule<"warning"> = {
  id: "consumption-added",
  category: "wire",
  severity: "error",
  otherSeverities: { warning: "if no service in contract.json publishes the event" },
  breaks: "consumers",
  title: "A new consumer does not read a published version",
  why: "Its queue receives every version of the event; it dead-letters messages of a version that it does not read.",
  fix: "Handle the version, and add it to `versions`.",
  examples: {
    invalid: [
      {
        old: { ...event({ v1: {}, v2: {} }), "contract.json": { services: publisherOf(["v1", "v2"]) } },
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1"]),
      },
      {
        old: { ...event({ v1: {}, v2: {} }), "contract.json": { services: { "svc-billing": {} } } },
        new: { ...event({ v1: {}, v2: {} }), "contract.json": readingV1 },
      },
    ],
    valid: [
      {
        old: { ...event({ v1: {} }), "contract.json": { services: publisherOf(["v1"]) } },
        new: published({ v1: {}, v2: {} }, ["v1"], ["v1"]),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1"]),
      },
    ],
  },
  *judge(subject) {
    for (const added of addedConsumptions(subject)) {
      const { service: name, event, at } = added;
      const missing = missingVersions(subject, added);
      if (missing.length === 0) continue;
      const { contract } = subject.new;
      const isListed = missing.some((label) => sendingOf(contract, event.name, label) === "listed");
      yield {
        place: at("versions"),
        message: `${name} now consumes ${event.name}, but does not read ${missing.join(", ")}.`,
        subject: [name, event.name, missing],
        ...deadLetters(contract, event, missing, [name]),
        ...(isListed
          ? {}
          : { help: `Handle what it does not read, or ${holdBack(contract, event, missing)}.` }),
        event: event.name,
        rollout: "consumers-first",
        services: [name],
      };
    }
  },
};

/** Versions that may be sent and that the service does not read, without those whose own change is reported. */
function missingVersions(
  subject: ReviewSubject,
  { event, oldEvent, consumption }: AddedConsumption,
): readonly string[] {
  return event.versions
    .filter((version) => {
      const { label, deprecated } = version;
      const isRead = consumption.versions?.includes(label) ?? true;
      if (isRead || deprecated || sendingOf(subject.new.contract, event.name, label) === "unsent")
        return false;
      if (oldEvent === undefined) return true;
      const isOld = oldEvent.versions.some((each) => each.label === label);
      return isOld && !isNewlyPublished(subject, { old: oldEvent, new: event }, version);
    })
    .map(({ label }) => label);
}
