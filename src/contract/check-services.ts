import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import { parseDuration } from "../../runtime/options/known-options.js";
import type { Finding } from "../findings/finding.js";
import { checkBinds } from "./check-binds.js";
import { checkQueueArguments } from "./check-queue-arguments.js";
import { consumptionPointer } from "./consumption-pointer.js";
import type { Consumption, Contract, Event } from "./contract.js";
import { listedNames } from "./listed.js";
import { nearestWord } from "./nearest-word.js";
import { publicationPlace } from "./publication.js";
import { bytes, tooLong } from "./short-string.js";
import { type Diagnosis, findingAt, type SourceFile } from "./source-file.js";

/**
 * Checks what `contract.json` says of services: events and versions that exist, queues and delays that work. `names` are
 * those of all events, also of events that have errors.
 */
export function checkServices(
  contract: Contract,
  source: SourceFile | undefined,
  names: ReadonlySet<string>,
): Finding[] {
  if (!source) return [];
  const published = contract.services.flatMap(({ name, publishes }) =>
    [...publishes].map(([event, publication]) => ({
      event,
      publication,
      ...publicationPlace(source, name, event),
    })),
  );
  const consumed = contract.services.flatMap(({ name, consumes }) =>
    [...consumes].map(([event, consumption]) => ({
      service: name,
      event,
      consumption,
      pointer: consumptionPointer(name, event),
    })),
  );
  const { events } = contract;
  const known = new Map(events.map((event) => [event.name, event]));
  return [
    ...published.flatMap(({ event, pointer, part }) =>
      unknownEvent(event, names, findingMaker(source, pointer, part)),
    ),
    ...consumed.flatMap(({ event, pointer }) =>
      unknownEvent(event, names, findingMaker(source, pointer, "key")),
    ),
    ...published.flatMap(({ event, publication, pointer }) =>
      unknownVersions(event, publication.versions, pointer, known, source),
    ),
    ...consumed.flatMap(({ event, consumption, pointer }) =>
      unknownVersions(event, consumption.versions, `${pointer}/versions`, known, source),
    ),
    ...consumed.flatMap((place) => unusable(place, source)),
    ...consumed.flatMap(({ consumption, pointer }) => checkQueueArguments(consumption, pointer, source)),
    ...consumed.flatMap(({ event: name, consumption, pointer }) => {
      const event = known.get(name);
      return event === undefined ? [] : checkBinds(event, consumption, contract.definitions, pointer, source);
    }),
    ...sharedQueues(consumed, known, source),
  ];
}

/** One event as one service reads it, and where `contract.json` says so. */
interface NamedConsumption {
  readonly service: string;
  readonly event: string;
  readonly consumption: Consumption;
  readonly pointer: string;
}

function findingMaker(
  source: SourceFile,
  pointer: string,
  part: "key" | "value",
): (diagnosis: Diagnosis) => Finding {
  return (diagnosis) => findingAt(source, pointer, diagnosis, part);
}

function unknownEvent(
  name: string,
  names: ReadonlySet<string>,
  make: (diagnosis: Diagnosis) => Finding,
): Finding[] {
  if (names.has(name)) return [];
  const near = nearestWord(name, names);
  const message = `Event ${JSON.stringify(name)} not found.`;
  const help = near === undefined ? {} : { help: `Did you mean ${JSON.stringify(near)}?` };
  return [make({ rule: "service-unknown-event", severity: "error", message, ...help })];
}

/** `pointer` is that of the list. */
function unknownVersions(
  event: string,
  versions: readonly string[] | undefined,
  pointer: string,
  events: ReadonlyMap<string, Event>,
  source: SourceFile,
): Finding[] {
  const labels = events.get(event)?.versions.map(({ label }) => label);
  if (labels === undefined) return [];
  return (versions ?? []).flatMap((label, index) => {
    if (labels.includes(label)) return [];
    const message = `${event} has no version ${label}. Available versions: ${listedNames(labels)}.`;
    return findingAt(source, `${pointer}/${index}`, {
      rule: "version-unknown",
      severity: "error",
      message,
      help: "Fix the label, or add the version file. If the version was removed, remove it from this list too.",
    });
  });
}

/** What no consumer can start with. */
function unusable(place: NamedConsumption, source: SourceFile): Finding[] {
  const { pointer, consumption } = place;
  const alone = [...longDelays(source, pointer, consumption.retry?.delays), ...longQueue(place, source)];
  return alone.length > 0 ? alone : contradictions(place, source);
}

/** Settings that exclude each other; the runtime is the judge, as it is when the consumer starts. */
function contradictions({ event, consumption, pointer }: NamedConsumption, source: SourceFile): Finding[] {
  const { queue = { name: "named by the call" }, retry } = consumption;
  try {
    consumerPlan([{ event, versions: {} }], { queue, retry }, {});
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const part = consumption.queue?.perInstance
      ? "queue/perInstance"
      : retry === undefined
        ? "queue"
        : "retry";
    const message = `${error.message}.`;
    return [
      findingAt(source, `${pointer}/${part}`, { rule: "settings-invalid", severity: "error", message }),
    ];
  }
}

function longQueue({ consumption: { queue }, pointer }: NamedConsumption, source: SourceFile): Finding[] {
  if (queue === undefined || bytes(queue.name) <= longestQueue) return [];
  return [findingAt(source, `${pointer}/queue/name`, tooLong("queue name", queue.name, longestQueue))];
}

/** A queue of two services gives each of them half of the messages, and the other half to the wrong one. */
function sharedQueues(
  consumed: readonly NamedConsumption[],
  events: ReadonlyMap<string, Event>,
  source: SourceFile,
): Finding[] {
  const owners = new Map<string, string>();
  return consumed.flatMap(({ service, event, consumption: { queue }, pointer }) => {
    if (queue === undefined) return [];
    const key = JSON.stringify([events.get(event)?.vhost, queue.name]);
    const owner = owners.get(key) ?? service;
    owners.set(key, owner);
    if (owner === service) return [];
    return findingAt(source, `${pointer}/queue/name`, {
      rule: "queue-shared",
      severity: "error",
      message: `Queue ${JSON.stringify(queue.name)} is already used by ${owner}; each message would reach only one of the two services.`,
      help: "Give each service its own queue; both are bound to the exchange.",
    });
  });
}

/** The runtime waits 24 hours at most; it is the judge of what a duration is. */
function longDelays(source: SourceFile, at: string, delays: readonly string[] = []): Finding[] {
  return delays.flatMap((delay, index) => {
    try {
      parseDuration(delay, `retry.delays[${index}]`);
      return [];
    } catch (error) {
      const message = `${error instanceof Error ? error.message : "This is not a valid duration"}.`;
      return findingAt(source, `${at}/retry/delays/${index}`, {
        rule: "settings-invalid",
        severity: "error",
        message,
      });
    }
  });
}

/** Leaves room for the `.retry.86400000` of the longest retry queue within a short string. */
export const longestQueue = 235;
