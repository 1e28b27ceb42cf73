import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Channel } from "amqplib";
import type { EventVersion } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";

/** A durable queue as this SDK declares it. */
export interface QueueDeclaration {
  readonly name: string;
  readonly arguments: QueueArguments;
}

const LEAST_DELIVERY_LIMIT = 20;

/**
 * Above any plausible number of manual look-ups: otherwise, from RabbitMQ 4.0 on, a quorum queue drops a message after
 * 20 deliveries.
 */
const DEAD_DELIVERY_LIMIT = 1_000_000;

/** Where dead letters of `queue` go. */
export function deadLetterQueue(queue: string): QueueDeclaration {
  return {
    name: `${queue}.dead`,
    arguments: { "x-queue-type": "quorum", "x-delivery-limit": DEAD_DELIVERY_LIMIT },
  };
}

/** Arguments of `queue.declare`, such as `x-max-length`. */
export type QueueArguments = Readonly<Record<string, string | number | boolean>>;

/** Arguments that a user requests; `null` leaves out one of the SDK's own. */
export type WantedArguments = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The queue that a service consumes. Its own dead-letter exchange and delivery limit are the safety net for crashes;
 * at-least-once dead-lettering (RabbitMQ 3.10) needs `reject-publish`. `own` overrides all of these.
 */
export function workQueue(
  queue: string,
  type: "quorum" | "classic",
  deliveryLimit: number,
  own: WantedArguments = {},
): QueueDeclaration {
  const target = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": deadLetterQueue(queue).name };
  // with a user-defined exchange, messages keep their routing key unless the user overrides it
  const net: WantedArguments = Object.hasOwn(own, "x-dead-letter-exchange") ? {} : target;
  if (type === "classic") return { name: queue, arguments: given({ ...net, ...own }, type) };
  const strategy: WantedArguments =
    own["x-dead-letter-exchange"] === null ? {} : { "x-dead-letter-strategy": "at-least-once" };
  const defaults = {
    ...net,
    "x-delivery-limit": deliveryLimit,
    ...strategy,
    "x-overflow": "reject-publish",
  };
  return { name: queue, arguments: given({ ...defaults, ...own }, type) };
}

/**
 * RabbitMQ deletes an instance's queue after this time without a consumer: longer than a restart or a network outage.
 */
const INSTANCE_EXPIRES_MS = 5 * 60_000;

/** A work queue for one consumer alone, which expires without it; its dead letters outlive it. */
export function instanceQueue(
  base: string,
  type: "quorum" | "classic",
  deliveryLimit: number,
  own: WantedArguments = {},
): QueueDeclaration {
  const shared: WantedArguments = Object.hasOwn(own, "x-dead-letter-exchange")
    ? {}
    : { "x-dead-letter-routing-key": deadLetterQueue(base).name };
  const name = `${base}.instance.${randomUUID()}`;
  return workQueue(name, type, deliveryLimit, { ...shared, "x-expires": INSTANCE_EXPIRES_MS, ...own });
}

/** A queue that is declared elsewhere; only the type and arguments that the user states are known. */
export function existingQueue(
  queue: string,
  type: "quorum" | "classic" | undefined,
  configured: WantedArguments = {},
): QueueDeclaration {
  return { name: queue, arguments: given(configured, type) };
}

function given(wanted: WantedArguments, type: "quorum" | "classic" | undefined): QueueArguments {
  const all: Record<string, string | number | boolean> = type === undefined ? {} : { "x-queue-type": type };
  for (const [name, value] of Object.entries(wanted)) if (value !== null) all[name] = value;
  return all;
}

/**
 * The delivery limit of a queue whose messages have this many attempts: higher, since it is only the safety net for
 * crashes.
 */
export function deliveryLimit(maxAttempts: number): number {
  return Math.max(LEAST_DELIVERY_LIMIT, 2 * maxAttempts);
}

/** Where copies wait `delayMs` milliseconds before they return to `queue`: the queue's TTL dead-letters them. */
export function retryQueue(queue: string, delayMs: number): QueueDeclaration {
  return {
    name: `${queue}.retry.${delayMs}`,
    arguments: {
      "x-queue-type": "quorum",
      "x-message-ttl": delayMs,
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": queue,
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    },
  };
}

/** The exchange and key with which an event's messages are published. */
export type Route = Pick<EventVersion, "exchange" | "routingKey" | "routingKeyParts">;

/**
 * Where messages wait `delayMs` milliseconds before they reach their exchange. Both names are percent-encoded, so that
 * no two routes share a queue. Messages whose keys are built from data share one queue for all keys of an exchange, in
 * which they keep their original key, so that data cannot create queues; see `hasDelayExchange`.
 */
export function delayQueue(route: Route, delayMs: number): QueueDeclaration {
  const { exchange, routingKey } = route;
  const isShared = hasDelayExchange(route);
  // RabbitMQ reserves names that begin with amq. and refuses to declare them
  const name = encodeURIComponent(exchange.name).replace(/^amq\./, "amq%2E");
  return {
    name: `${isShared ? name : `${name}/${encodeURIComponent(routingKey)}`}.delay.${delayMs}`,
    arguments: {
      "x-queue-type": "quorum",
      "x-message-ttl": delayMs,
      "x-dead-letter-exchange": exchange.name,
      ...(isShared ? {} : { "x-dead-letter-routing-key": routingKey }),
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    },
  };
}

/**
 * Whether messages reach their delay queue through a fanout exchange with the queue's name: the default exchange would
 * replace their key with the queue's name, and they would keep that key at their exchange.
 */
export function hasDelayExchange({ routingKeyParts }: Route): boolean {
  return routingKeyParts !== undefined;
}

/** Declares a queue; an existing one with other arguments closes the channel (406). */
export async function declareQueue(channel: Channel, queue: QueueDeclaration): Promise<void> {
  await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
}

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/**
 * The steps, in milliseconds, to which a delay requested by a handler is rounded up: one queue per step, at most 17.
 */
const LADDER: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * S),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * MIN),
  ...[1, 2, 5, 12, 24].map((n) => n * H),
];

/** How the delays requested by a consumer's handlers are rounded. */
export interface RetrySteps {
  /** Milliseconds; not empty. */
  readonly delays: readonly number[];
  /** Whether further queues may be declared. */
  readonly ownSteps: boolean;
}

/** Each delay in milliseconds that may have a retry queue. */
export function possibleSteps({ delays, ownSteps }: RetrySteps): readonly number[] {
  return ownSteps ? [...delays, ...LADDER] : delays;
}

/**
 * The delay in milliseconds that has a retry queue: `wanted` if configured, otherwise the next step of the ladder, or
 * of the configured delays if no queue may be declared.
 */
export function retryStep(wanted: number, { delays, ownSteps }: RetrySteps): number {
  if (delays.includes(wanted)) return wanted;
  const steps = ownSteps ? LADDER : [...delays].sort((a, b) => a - b);
  return steps.find((step) => step >= wanted) ?? steps.at(-1) ?? wanted;
}

/** AMQP 0-9-1 carries a queue's name as a short string: at most 255 bytes (specification, 4.2.5.3). */
const LONGEST_NAME = 255;

/**
 * Names that begin with this are reserved for the broker, which refuses to declare them (AMQP 0-9-1, `queue.declare`,
 * rule "reserved").
 */
const RESERVED = "amq.";

/**
 * Rejects a queue whose dead-letter queue and retry queues cannot exist: its consumer would start, and its first copy
 * would fail repeatedly.
 */
export function checkQueueName(name: unknown, retry: RetrySchedule): void {
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("a queue needs a name, a non-empty string");
  if (name.startsWith(RESERVED))
    throw new ConfigurationError(
      `queue "${shortened(name)}": RabbitMQ reserves names that begin with ${RESERVED}; choose another name`,
    );
  const longest = derivedNames(name, retry).reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
  const over = bytes(longest) - LONGEST_NAME;
  if (over <= 0) return;
  throw new ConfigurationError(
    `queue "${shortened(name)}": the name of its related queue, with "${longest.slice(name.length)}" appended, has ${bytes(longest)} bytes; RabbitMQ allows at most ${LONGEST_NAME}: shorten it by ${over}`,
  );
}

/** The names of all other queues that a consumer of `queue` may write to. */
function derivedNames(queue: string, retry: RetrySchedule): readonly [string, ...string[]] {
  const steps = retry.strategy === "delay" && retry.maxAttempts > 1 ? possibleSteps(retry) : [];
  return [deadLetterQueue(queue).name, ...steps.map((delayMs) => retryQueue(queue, delayMs).name)];
}

function bytes(name: string): number {
  return Buffer.byteLength(name, "utf8");
}

/** Error messages shorten long names. */
function shortened(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}

/** When and how often a delivery is retried, in milliseconds: determines the names of the retry queues. */
export interface RetrySchedule extends RetrySteps {
  readonly strategy: "delay" | "hold" | "requeue" | "none";
  readonly maxAttempts: number;
}
