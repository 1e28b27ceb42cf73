import type { Event, EventVersion } from "../../contract/contract.js";
import { type PublicationState, publicationPlace, publicationState } from "../../contract/publication.js";
import type { GradedReviewRule, Hit, HitPlace, Pair, ReviewSubject, Side } from "../review-rule.js";
import { event, published } from "../rule-examples.js";
import { consumersOf, publishersOf } from "../services.js";

export const publishedVersionsChanged: GradedReviewRule<"info" | "warning"> = {
  id: "published-versions-changed",
  category: "wire",
  severity: "error",
  otherSeverities: {
    warning: "where the newest published version is no longer published, and not deprecated",
    info: "where every service of contract.json that reads the event reads the version, or where it is no longer published",
  },
  breaks: "consumers",
  title: "Services begin or cease to publish a version",
  why: "A consumer that does not read a version dead-letters every message of it.",
  fix: "Have every consumer read the version first, and publish it in a later change.",
  examples: {
    finds: [
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
    ],
    passes: [
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
  { old, new: event }: Pair<Event>,
  { label }: EventVersion,
): Generator<Hit<"info" | "warning">> {
  const { contract } = subject.new;
  const isNew = !old.versions.some((version) => version.label === label);
  const before = publicationState(subject.old.contract, old.name, label);
  const now = publicationState(contract, event.name, label);
  const ends = before === "published" && isSilent(now);
  const begins = isNew ? now === "published" : isSilent(before) && !isSilent(now);
  if (!ends && !begins) return;
  const common = {
    place: placeOf(subject.new, event.name, label),
    old: placeOf(subject.old, old.name, label),
    event: event.name,
    version: label,
  };
  const what = `${label} of ${event.name}`;
  if (ends) {
    const readers = consumersOf(contract, event.name, label);
    yield {
      ...common,
      message: `No service publishes ${what} any more.`,
      // without a newer version that is published, the next review could not tell it from one that was never sent
      severity: now === "not-yet" ? "warning" : "info",
      rollout: "any-order",
      services: readers,
      notes: [
        ...(readers.length === 0 ? [] : ["whoever reads it goes on until the queues are empty of it"]),
        ...(now === "not-yet"
          ? [
              "it is newer than what is published, and so counts as not published yet from now on, though queues may hold messages of it",
            ]
          : []),
      ],
      help: "Mark it `deprecated` with a `sunset` in event.json.",
    };
    return;
  }
  const readers = consumersOf(contract, event.name);
  const unready = readers.filter((name) => !consumersOf(contract, event.name, label).includes(name));
  yield {
    ...common,
    message:
      now === "published"
        ? `${publishersOf(contract, event.name, label).join(", ")} publishes ${what} now.`
        : `Services may publish ${what} now, since not each of them names its versions.`,
    ...(unready.length === 0 ? { severity: "info" } : {}),
    rollout: "consumers-first",
    services: unready.length === 0 ? readers : unready,
    breaks: unready.map((name) => ({
      direction: "wire",
      verdict: "refuted",
      reason: `${name} does not consume ${label}: its messages become dead letters`,
    })),
  };
}

function isSilent(state: PublicationState): boolean {
  return state === "not-yet" || state === "no-longer";
}

/** Of who sends it, else of who publishes the event. */
function placeOf({ contract, sources }: Side, event: string, label: string): HitPlace {
  const file = "contract.json";
  const [service] = [...publishersOf(contract, event, label), ...publishersOf(contract, event)];
  if (service === undefined) return { file };
  return { file, ...publicationPlace(sources.get(file), service, event) };
}
