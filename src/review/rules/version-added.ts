import { publicationState } from "../../contract/publication.js";
import type { ReviewRule } from "../review-rule.js";
import { event, published, used } from "../rule-examples.js";
import { consumersOf } from "../services.js";
import { addedVersions, isNext } from "../version-changes.js";

export const versionAdded: ReviewRule = {
  id: "version-added",
  category: "evolution",
  severity: "info",
  breaks: "nobody",
  title: "A version was added",
  why: "Consumers dead-letter messages of an unknown version, so all consumers of the event must support it before the first publisher sends it.",
  fix: "Upgrade the consumers first, then the publishers.",
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {}, v2: {} }) },
      {
        old: used(event({ v1: {} }), { versions: ["v1"] }),
        new: used(event({ v1: {}, v2: { maxProperties: 9 } }), { versions: ["v1"] }),
      },
      { old: published({ v1: {} }, ["v1"], ["v1"]), new: published({ v1: {}, v2: {} }, ["v1"], ["v1"]) },
    ],
    valid: [
      { old: event({ v1: {}, v2: {} }), new: event({ v1: {} }) },
      { old: event({ v1: {} }), new: { ...event({ v1: {} }), "other/v1.json": {} } },
      { old: event({ v1: {} }), new: event({ v1: {}, v3: {} }) },
    ],
  },
  *judge(subject) {
    for (const added of addedVersions(subject)) {
      const { event, version, before } = added;
      if (before === undefined || !isNext(added)) continue;
      const changes = subject.movesUp(before, version);
      const isSent = publicationState(subject.new.contract, event.name, version.label) !== "not-yet";
      const readers = consumersOf(subject.new.contract, event.name);
      const unready = readers.filter(
        (name) => !consumersOf(subject.new.contract, event.name, version.label).includes(name),
      );
      yield {
        place: { file: version.source.path },
        message: `${version.label} of ${event.name} was added${isSent ? "" : "; no service publishes it yet"}.`,
        subject: [event.name, version.label, isSent],
        event: event.name,
        version: version.label,
        rollout: isSent ? "consumers-first" : "any-order",
        services: readers,
        notes: [
          ...unready.map(
            (name) =>
              `${name} does not consume ${version.label} yet${isSent ? ", and would dead-letter it" : ""}`,
          ),
          changes.length === 0
            ? `${version.label} accepts the same messages as ${before.label}`
            : `migrating from ${before.label} involves:`,
          ...changes.map((title) => `- ${title}`),
        ],
      };
    }
  },
};
