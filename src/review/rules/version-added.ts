import type { Contract } from "../../contract/contract.js";
import { deadLetters, holdBack, inWords, sendingOf, unreadyConsumers } from "../dead-letters.js";
import type { GradedReviewRule } from "../review-rule.js";
import { event, published, used } from "../rule-examples.js";
import { consumersOf } from "../services.js";
import { addedVersions, isNext } from "../version-changes.js";

const reading = { services: { "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } } } };

export const versionAdded: GradedReviewRule<"info" | "warning"> = {
  id: "version-added",
  category: "evolution",
  severity: "error",
  otherSeverities: {
    warning:
      "if a consumer in contract.json does not read it, and no service in contract.json publishes the event",
    info: "if every consumer in contract.json reads it, no service publishes it yet, or a service lists it, which is a separate finding",
  },
  breaks: "consumers",
  title: "A version was added",
  why: "Consumers dead-letter messages of an unknown version, so all consumers of the event must support it before the first publisher sends it.",
  fix: "Make every consumer read the version first; until then, list in `publishes` the versions that are sent.",
  examples: {
    invalid: [
      { old: event({ v1: {} }), new: event({ v1: {}, v2: {} }) },
      {
        old: used(event({ v1: {} }), { versions: ["v1"] }),
        new: used(event({ v1: {}, v2: { maxProperties: 9 } }), { versions: ["v1"] }),
      },
      { old: published({ v1: {} }, ["v1"], ["v1"]), new: published({ v1: {}, v2: {} }, ["v1"], ["v1"]) },
      { old: used(event({ v1: {} })), new: used(event({ v1: {}, v2: {} })) },
      {
        old: { ...event({ v1: {} }), "contract.json": reading },
        new: { ...event({ v1: {}, v2: {} }), "contract.json": reading },
      },
    ],
    valid: [
      { old: event({ v1: {}, v2: {} }), new: event({ v1: {} }) },
      { old: event({ v1: {} }), new: { ...event({ v1: {} }), "other/v1.json": {} } },
      { old: event({ v1: {} }), new: event({ v1: {}, v3: {} }) },
    ],
  },
  *judge(subject) {
    const { contract } = subject.new;
    for (const added of addedVersions(subject)) {
      const { event, version, before } = added;
      if (before === undefined || !isNext(added)) continue;
      const { label } = version;
      const changes = subject.movesUp(before, version);
      const sending = sendingOf(contract, event.name, label);
      const isSent = sending !== "unsent";
      const unready = unreadyConsumers(contract, event.name, label);
      // what is listed has a finding where it is listed
      const dead = isSent && sending !== "listed" && !version.deprecated ? unready : [];
      yield {
        place: { file: version.source.path },
        message: `${label} of ${event.name} was added${dead.length > 0 ? `, and ${inWords(dead)} would dead-letter it` : isSent ? "" : "; no service publishes it yet"}.`,
        subject: [event.name, label, isSent, dead],
        event: event.name,
        version: label,
        rollout: isSent ? "consumers-first" : "any-order",
        ...(dead.length === 0
          ? { severity: "info", services: consumersOf(contract, event.name) }
          : {
              ...deadLetters(contract, event, [label], dead),
              services: dead,
              help: `Make ${inWords(dead)} read ${label} first; until then, ${holdBack(contract, event, [label])}.`,
            }),
        notes: [
          ...(dead.length === 0 ? readiness(contract, event.name, label) : []),
          changes.length === 0
            ? `${label} accepts the same messages as ${before.label}`
            : `migrating from ${before.label} involves:`,
          ...changes.map((title) => `- ${title}`),
        ],
      };
    }
  },
};

/** Which consumers must read the version before a service publishes it, as far as no finding of a break says so. */
function readiness(contract: Contract, event: string, label: string): readonly string[] {
  const sending = sendingOf(contract, event, label);
  const [readers, unready] = [consumersOf(contract, event), unreadyConsumers(contract, event, label)];
  if (readers.length === 0)
    return sending === "unsent"
      ? []
      : [`contract.json has no consumer of ${event}; any that does not read ${label} dead-letters it`];
  if (unready.length === 0) return [`its consumers in contract.json read it: ${inWords(readers)}`];
  return sending === "unsent" ? [`before a service publishes it, ${inWords(unready)} must read it`] : [];
}
