import type { Consumption, Contract, Event, EventVersion } from "../../contract/contract.js";
import { publicationState } from "../../contract/publication.js";
import { type ChangedConsumption, changedConsumptions } from "../consumption-changes.js";
import { deadLetters, holdBack, sendingOf } from "../dead-letters.js";
import { isNewlyPublished } from "../published-versions.js";
import type { GradedReviewRule, Pair, ReviewHit, ReviewSubject } from "../review-rule.js";
import { event, published, service } from "../rule-examples.js";

export const consumedVersionsChanged: GradedReviewRule<"info" | "warning"> = {
  id: "consumed-versions-changed",
  category: "wire",
  severity: "error",
  otherSeverities: {
    warning:
      "if no service in contract.json publishes the event, if no service publishes the version any longer, or if it is deprecated and no service lists it",
    info: "if no service published it before the change or publishes it now",
  },
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
      {
        old: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v2"]),
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
      const events = subject.kept.find(({ new: event }) => event.name === changed.event);
      if (events === undefined) continue;
      const lost = lostVersions(subject, events, changed);
      if (lost.length === 0) continue;
      const { contract } = subject.new;
      const labels = lost.map(({ label }) => label);
      const states = labels.flatMap((label) =>
        [subject.old, subject.new].map((side) => publicationState(side.contract, changed.event, label)),
      );
      yield {
        place: changed.at("versions"),
        old: changed.oldAt("versions"),
        message: `${changed.service} no longer reads ${labels.join(", ")} of ${changed.event}.`,
        subject: [changed.service, changed.event, labels],
        ...(states.every((state) => state === "no-longer")
          ? {
              severity: "info",
              help: "Check that its queue contains no more of these messages: remaining ones are dead-lettered.",
            }
          : lossOf(contract, events.new, lost, changed.service)),
        event: changed.event,
        rollout: "publishers-first",
        services: [changed.service],
      };
    }
  },
};

/** Versions that messages may exist of and that a service read before; one that is published only now has its own finding. */
function lostVersions(
  subject: ReviewSubject,
  events: Pair<Event>,
  { old, new: now }: ChangedConsumption,
): readonly EventVersion[] {
  const [before, after] = [old.versions, now.versions];
  return events.new.versions.filter((version) => {
    const { label } = version;
    const wasRead = events.old.versions.some((each) => each.label === label) && reads(before, label);
    return (
      wasRead &&
      !reads(after, label) &&
      publicationState(subject.old.contract, events.old.name, label) !== "not-yet" &&
      !isNewlyPublished(subject, events, version)
    );
  });
}

function reads(versions: Consumption["versions"], label: string): boolean {
  return versions?.includes(label) ?? true;
}

/** Who breaks, and how sure that is: what is no longer sent may be queued, and what is deprecated may not be sent. */
function lossOf(
  contract: Contract,
  event: Event,
  lost: readonly EventVersion[],
  service: string,
): Pick<ReviewHit<"warning">, "severity" | "breaks" | "help"> {
  const over = lost
    .map(({ label }) => label)
    .filter((label) => sendingOf(contract, event.name, label) === "unsent");
  const sent = lost.filter(({ label }) => !over.includes(label));
  const labels = sent.map(({ label }) => label);
  const { severity, breaks } = deadLetters(contract, event, labels, [service]);
  const isRetired = sent.every(
    ({ label, deprecated }) => deprecated && sendingOf(contract, event.name, label) !== "listed",
  );
  const queued = `queues may still contain messages of ${over.join(", ")}, which ${service} would dead-letter`;
  return {
    ...(severity === "warning" || isRetired ? { severity: "warning" } : {}),
    ...(labels.some((label) => sendingOf(contract, event.name, label) === "unlisted")
      ? {
          help: `Keep reading what is still sent or queued; if ${labels.join(" and ")} ${labels.length === 1 ? "is" : "are"} no longer sent, ${holdBack(contract, event, labels)}.`,
        }
      : {}),
    breaks: [
      ...breaks,
      ...(over.length === 0 ? [] : [{ direction: "wire", verdict: "unknown", reason: queued } as const]),
    ],
  };
}
