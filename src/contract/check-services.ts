import { parseDuration } from "../../templates/runtime/parse-duration.js";
import type { Finding } from "../finding.js";
import type { Contract } from "./contract.js";
import { nearestWord } from "./nearest-word.js";
import { joinPointer } from "./pointer.js";
import { bytes, tooLong } from "./short-string.js";
import { findingAt, type SourceFile } from "./source-file.js";

/** Checks what `contract.json` says of services: events that are there, queue names that fit, delays that can be waited. */
export function checkServices({ events, services }: Contract, source: SourceFile | undefined): Finding[] {
  if (!source) return [];
  const names = events.map(({ name }) => name);
  return [
    ...sharedQueues(services, source),
    ...services.flatMap(({ name, publishes, consumes }) => {
      const at = joinPointer("/services", name);
      const unknown = (event: string, pointer: string): Finding[] => {
        if (names.includes(event)) return [];
        const near = nearestWord(event, names);
        return [
          findingAt(
            source,
            pointer,
            {
              rule: "service-unknown-event",
              severity: "error",
              message: `There is no event called ${JSON.stringify(event)}.`,
              ...(near === undefined ? {} : { help: `Did you mean ${JSON.stringify(near)}?` }),
            },
            pointer.includes("/consumes/") ? "key" : "value",
          ),
        ];
      };
      return [
        ...publishes.flatMap((event, index) => unknown(event, `${at}/publishes/${index}`)),
        ...[...consumes.keys()].flatMap((event) => unknown(event, joinPointer(`${at}/consumes`, event))),
        ...[...consumes].flatMap(([event, { versions }]) => {
          const known = events.find((each) => each.name === event)?.versions.map(({ label }) => label) ?? [];
          return (versions ?? []).flatMap((label, index) =>
            known.length === 0 || known.includes(label)
              ? []
              : [
                  findingAt(source, `${joinPointer(`${at}/consumes`, event)}/versions/${index}`, {
                    rule: "version-unknown",
                    severity: "error",
                    message: `${event} has no version ${label}; it has ${known.join(", ")}.`,
                  }),
                ],
          );
        }),
        ...[...consumes].flatMap(([event, { retry }]) =>
          longDelays(source, joinPointer(`${at}/consumes`, event), retry?.delays),
        ),
        ...[...consumes].flatMap(([event, { queue }]) =>
          bytes(queue?.name ?? "") > longestQueue
            ? [
                findingAt(
                  source,
                  `${joinPointer(`${at}/consumes`, event)}/queue/name`,
                  tooLong("queue name", queue?.name ?? "", longestQueue),
                ),
              ]
            : [],
        ),
      ];
    }),
  ];
}

/** A queue of two services gives each of them half of the messages, and the other half to the wrong one. */
function sharedQueues(services: Contract["services"], source: SourceFile): Finding[] {
  const owners = new Map<string, string>();
  return services.flatMap(({ name, consumes }) =>
    [...consumes].flatMap(([event, { queue }]) => {
      if (queue === undefined) return [];
      const owner = owners.get(queue.name) ?? name;
      owners.set(queue.name, owner);
      if (owner === name) return [];
      const pointer = `${joinPointer(`${joinPointer("/services", name)}/consumes`, event)}/queue/name`;
      return findingAt(source, pointer, {
        rule: "queue-shared",
        severity: "error",
        message: `The queue ${JSON.stringify(queue.name)} is ${owner}'s already: each message would reach only one of the two.`,
        help: "Give each service a queue of its own; both are bound to the exchange.",
      });
    }),
  );
}

/** The runtime waits 24 hours at most; it is the judge of what a duration is. */
function longDelays(source: SourceFile, at: string, delays: readonly string[] = []): Finding[] {
  return delays.flatMap((delay, index) => {
    try {
      parseDuration(delay);
      return [];
    } catch (error) {
      const message = `This is ${error instanceof Error ? error.message : "no duration"}.`;
      return findingAt(source, `${at}/retry/delays/${index}`, {
        rule: "settings-invalid",
        severity: "error",
        message,
      });
    }
  });
}

/** Leaves room for the `.retry.86400000` of the longest retry queue within a short string. */
const longestQueue = 235;
