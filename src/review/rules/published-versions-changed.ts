import type { Event, EventVersion } from "../../contract/contract.js";
import { publicationPlace, publicationState } from "../../contract/publication.js";
import type { HitPlace } from "../../rules/rule-hit.js";
import { deadLetters, holdBack, sendingOf, unreadyConsumers } from "../dead-letters.js";
import { isNewlyPublished } from "../published-versions.js";
import type { GradedReviewRule, Pair, ReviewHit, ReviewSubject, Side } from "../review-rule.js";
import { event, published, used } from "../rule-examples.js";
import { consumersOf, publishersOf } from "../services.js";

export const publishedVersionsChanged: GradedReviewRule<"info" | "warning"> = {
  id: "published-versions-changed",
  category: "wire",
  severity: "error",
  otherSeverities: {
    warning: "if the newest published version is no longer published and is not deprecated",
    info: "if every service in contract.json that reads the event reads the version, or if the version is no longer published",
  },
  breaks: "consumers",
  title: "The published versions of an event changed",
  why: "A consumer that does not read a version dead-letters every message of it.",
  fix: "Make every consumer read the version first, and publish it in a later change.",
  examples: {
    invalid: [
      {
        old: published({ v1: {}, v2: {} }, ["v1"], ["v1"]),
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1"]),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1", "v2"]),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v2"], ["v1", "v2"]),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1", "v2"]),
        new: published({ v1: {}, v2: {} }, ["v1"], ["v1", "v2"]),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1"], ["v1"]),
        new: {
          ...event({ v1: {}, v2: {} }),
          "contract.json": {
            services: {
              "svc-order": { publishes: ["order_paid"] },
              "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } },
            },
          },
        },
      },
      {
        old: used(event({ v1: {}, v2: {} }), { versions: ["v1"] }),
        new: published({ v1: {}, v2: {} }, ["v1", "v2"], ["v1"]),
      },
    ],
    valid: [
      {
        old: published({ v1: {}, v2: {} }, ["v1"], ["v1"]),
        new: published({ v1: {}, v2: { maxProperties: 9 } }, ["v1"], ["v1"]),
      },
      {
        old: published({ v1: {} }, ["v1"], ["v1"]),
        new: published({ v1: {}, v2: {} }, ["v1"], ["v1"]),
      },
    ],
  },
  *judge(subject) {
    for (const events of subject.kept)
      for (const version of events.new.versions) yield* changeOf(subject, events, version);
  },
};

function* changeOf(
  subject: ReviewSubject,
  events: Pair<Event>,
  version: EventVersion,
): Generator<ReviewHit<"info" | "warning">> {
  const { old, new: event } = events;
  const { label } = version;
  const { contract } = subject.new;
  const before = publicationState(subject.old.contract, old.name, label);
  const now = publicationState(contract, event.name, label);
  const common = {
    place: placeOf(subject.new, event.name, label),
    old: placeOf(subject.old, old.name, label),
    event: event.name,
    version: label,
  };
  const what = `${label} of ${event.name}`;
  if (before === "published" && (now === "not-yet" || now === "no-longer")) {
    const readers = consumersOf(contract, event.name, label);
    yield {
      ...common,
      message: `No service publishes ${what} any more.`,
      subject: [event.name, label, now],
      // without a newer published version, the next review could not distinguish it from one that was never published
      severity: now === "not-yet" ? "warning" : "info",
      rollout: "any-order",
      services: readers,
      notes: [
        ...(readers.length === 0
          ? []
          : ["its consumers must keep reading it until the queues contain no more of its messages"]),
        ...(now === "not-yet"
          ? [
              "it is newer than the published versions, so it now counts as not published yet, although queues may contain its messages",
            ]
          : []),
      ],
      help: "Mark it `deprecated` with a `sunset` in event.json.",
    };
    return;
  }
  if (!isNewlyPublished(subject, events, version)) return;
  const isListed = sendingOf(contract, event.name, label) === "listed";
  const unready = unreadyConsumers(contract, event.name, label);
  yield {
    ...common,
    message: isListed
      ? `${publishersOf(contract, event.name, label).join(", ")} now publishes ${what}.`
      : `Services may now publish ${what}, since not all of them list their versions.`,
    subject: [event.name, label, now, publishersOf(contract, event.name, label), unready],
    rollout: "consumers-first",
    ...(unready.length === 0
      ? { severity: "info", services: consumersOf(contract, event.name) }
      : { services: unready, breaks: deadLetters(contract, event, [label], unready).breaks }),
    ...(unready.length > 0 && !isListed
      ? { help: `Make every consumer read it first; until then, ${holdBack(contract, event, [label])}.` }
      : {}),
  };
}

/** The publishers of the version; otherwise of the event. */
function placeOf({ contract, sources }: Side, event: string, label: string): HitPlace {
  const file = "contract.json";
  const [service] = [...publishersOf(contract, event, label), ...publishersOf(contract, event)];
  if (service === undefined) return { file };
  return { file, ...publicationPlace(sources.get(file), service, event) };
}
