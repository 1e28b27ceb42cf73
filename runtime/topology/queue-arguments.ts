/** A type of queue that the SDK declares. */
export type QueueType = "quorum" | "classic";

/** The values that RabbitMQ accepts for an argument. */
export type ArgumentValue =
  | {
      readonly kind: "integer";
      readonly unit?: "ms" | "bytes";
      readonly least?: number;
      readonly most?: number;
    }
  | { readonly kind: "boolean" }
  | { readonly kind: "name" }
  | { readonly kind: "choice"; readonly choices: readonly string[] };

/** How RabbitMQ treats one argument of `queue.declare`. */
export interface QueueArgument {
  readonly value: ArgumentValue;
  /** The queue types that have it; empty for arguments of streams, which the SDK does not declare. */
  readonly types: readonly QueueType[];
  /** The first version of RabbitMQ that has it, if that is later than 3.10. */
  readonly since?: string;
  /** What newer versions do with it, as a sentence. */
  readonly outdated?: string;
  /**
   * What RabbitMQ accepts unchecked and then ignores: a wrong value, or another type of queue. It refuses anything else
   * that is wrong (406), and the service does not start.
   */
  readonly unchecked?: readonly ("value" | "type")[];
  /** What to do on a queue of another type. */
  readonly instead?: string;
}

const both: readonly QueueType[] = ["classic", "quorum"];
const quorum: readonly QueueType[] = ["quorum"];
const classic: readonly QueueType[] = ["classic"];
const streams: readonly QueueType[] = [];

/** Ten years: RabbitMQ refuses more for x-message-ttl and x-expires. */
const longestTime = 315_360_000_000;

const anyCount = { kind: "integer", least: 0 } as const;
const count = { kind: "integer", least: 1 } as const;
const time = { kind: "integer", unit: "ms", least: 0 } as const;

/**
 * The arguments of queues, from RabbitMQ's documentation: Queues, Classic Queues, Quorum Queues, Streams, Time-to-Live,
 * Queue Length Limit, Dead Letter Exchanges, Priority Queues, Consumers (single active consumer, delivery
 * acknowledgement timeout). Which values are refused or ignored was measured on RabbitMQ 3.10 and 4.0.
 */
export const queueArguments: ReadonlyMap<string, QueueArgument> = new Map(
  Object.entries<QueueArgument>({
    "x-consumer-disconnected-timeout": {
      value: time,
      types: quorum,
      since: "4.3",
      unchecked: ["value", "type"],
    },
    "x-consumer-timeout": { value: time, types: both, since: "3.12", unchecked: ["value", "type"] },
    "x-dead-letter-exchange": { value: { kind: "name" }, types: both },
    "x-dead-letter-routing-key": { value: { kind: "name" }, types: both },
    "x-dead-letter-strategy": {
      value: { kind: "choice", choices: ["at-most-once", "at-least-once"] },
      types: quorum,
      instead: "Use a quorum queue: a classic queue has no safe dead-lettering.",
    },
    "x-delayed-retry-max": { value: time, types: quorum, since: "4.3", unchecked: ["value", "type"] },
    "x-delayed-retry-min": { value: time, types: quorum, since: "4.3", unchecked: ["value", "type"] },
    "x-delayed-retry-type": {
      value: { kind: "choice", choices: ["disabled", "all", "failed", "returned"] },
      types: quorum,
      since: "4.3",
      unchecked: ["value", "type"],
    },
    "x-delivery-limit": {
      value: { kind: "integer" },
      types: quorum,
      unchecked: ["value"],
      instead: "Use a quorum queue: a classic queue does not count deliveries.",
    },
    "x-expires": { value: { ...time, least: 1, most: longestTime }, types: both },
    "x-initial-cluster-size": { value: count, types: streams },
    "x-max-age": { value: { kind: "name" }, types: streams },
    "x-max-in-memory-bytes": {
      value: { ...anyCount, unit: "bytes" },
      types: quorum,
      outdated: "RabbitMQ ignores it from 3.10 on: a quorum queue keeps no bodies in memory.",
    },
    "x-max-in-memory-length": {
      value: anyCount,
      types: quorum,
      outdated: "RabbitMQ ignores it from 3.10 on: a quorum queue keeps no bodies in memory.",
    },
    "x-max-length": { value: anyCount, types: both },
    "x-max-length-bytes": { value: { ...anyCount, unit: "bytes" }, types: both },
    "x-max-priority": {
      value: { ...anyCount, most: 255 },
      types: classic,
      instead:
        "Remove it: from RabbitMQ 4.0 on, a quorum queue has priorities without it; earlier versions have none.",
    },
    "x-message-ttl": { value: { ...time, most: longestTime }, types: both },
    "x-overflow": {
      value: { kind: "choice", choices: ["drop-head", "reject-publish", "reject-publish-dlx"] },
      types: both,
    },
    "x-queue-leader-locator": {
      value: {
        kind: "choice",
        choices: ["client-local", "balanced", "random", "least-leaders", "min-masters"],
      },
      types: both,
    },
    "x-queue-master-locator": {
      value: { kind: "choice", choices: ["client-local", "random", "min-masters"] },
      types: classic,
      outdated: "RabbitMQ 4.0 replaces it with x-queue-leader-locator.",
      unchecked: ["value"],
      instead: "Use x-queue-leader-locator.",
    },
    "x-queue-mode": {
      value: { kind: "choice", choices: ["default", "lazy"] },
      types: classic,
      outdated: "RabbitMQ ignores it from 3.12 on: every classic queue keeps its messages on disk.",
      instead: "Remove it: a quorum queue keeps its messages on disk anyway.",
    },
    "x-queue-version": {
      value: { kind: "integer", least: 1, most: 2 },
      types: classic,
      outdated: "RabbitMQ 4.3 has only version 2 and refuses 1.",
    },
    "x-quorum-initial-group-size": { value: count, types: quorum },
    "x-quorum-target-group-size": {
      value: count,
      types: quorum,
      since: "3.13",
      unchecked: ["value", "type"],
    },
    "x-single-active-consumer": { value: { kind: "boolean" }, types: both },
    "x-stream-filter-size-bytes": {
      value: { ...anyCount, unit: "bytes" },
      types: streams,
      since: "3.13",
      unchecked: ["type"],
    },
    "x-stream-max-segment-size-bytes": { value: { ...anyCount, unit: "bytes" }, types: streams },
  }),
);

/** Names that are not queue arguments, and what they are instead; RabbitMQ ignores them as queue arguments. */
export const argumentsOfOthers: ReadonlyMap<string, string> = new Map([
  ["x-cancel-on-ha-failover", "an argument of a consumer"],
  ["x-death", "a header that RabbitMQ writes"],
  ["x-delay", "a header of a message"],
  ["x-delayed-type", "an argument of an exchange"],
  ["x-delivery-count", "a header that RabbitMQ writes"],
  ["x-ha-policy", "of RabbitMQ before 3.0"],
  ["x-match", "an argument of a binding"],
  ["x-priority", "an argument of a consumer"],
  ["x-stream-filter", "an argument of a consumer"],
  ["x-stream-offset", "an argument of a consumer"],
]);

/** Arguments that RabbitMQ plug-ins read. */
export const pluginArguments: ReadonlySet<string> = new Set(["x-message-deduplication", "x-selector-fields"]);

/** RabbitMQ's integers have 64 bits, with a sign; amqplib sends larger numbers as floating-point ones. */
const largest = 2 ** 63;

/** Whether RabbitMQ accepts this value. */
export function isTaken(wanted: ArgumentValue, value: string | number | boolean): boolean {
  switch (wanted.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "name":
      return typeof value === "string";
    case "choice":
      return wanted.choices.some((choice) => choice === value);
    case "integer": {
      const { least = -largest, most = largest } = wanted;
      return (
        typeof value === "number" &&
        Number.isInteger(value) &&
        value >= least &&
        value <= most &&
        Math.abs(value) < largest
      );
    }
  }
}

/** What an argument accepts, to follow "it must be". */
export function expectation(wanted: ArgumentValue): string {
  switch (wanted.kind) {
    case "boolean":
      return "true or false";
    case "name":
      return "a string";
    case "choice":
      return wanted.choices.map((choice) => JSON.stringify(choice)).join(", ");
    case "integer": {
      const { least, most, unit } = wanted;
      const what = unit === undefined ? "a whole number" : `a whole number of ${unit}`;
      if (most !== undefined) return `${what} from ${least ?? 0} to ${most}`;
      return least === undefined ? what : `${what} from ${least}`;
    }
  }
}
