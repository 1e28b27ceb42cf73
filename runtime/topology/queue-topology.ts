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

/** Over any number of look-ups by hand: from RabbitMQ 4.0 a quorum queue drops a message after 20 deliveries otherwise. */
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

/** Arguments that a user asks for; `null` leaves out one of the SDK's own. */
export type WantedArguments = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The queue that a service consumes. Its own dead-letter exchange and delivery limit are the net for crashes;
 * at-least-once dead-lettering (RabbitMQ 3.10) needs `reject-publish`. `own` goes over all of that.
 */
export function workQueue(
  queue: string,
  type: "quorum" | "classic",
  deliveryLimit: number,
  own: WantedArguments = {},
): QueueDeclaration {
  const target = { "x-dead-letter-exchange": "", "x-dead-letter-routing-key": deadLetterQueue(queue).name };
  // with an exchange of the user's, the messages keep their routing key unless the user says otherwise
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

/** RabbitMQ deletes an instance's queue when it has had no consumer for so long: longer than a restart, or a bad network. */
const INSTANCE_EXPIRES_MS = 5 * 60_000;

/** A work queue of one consumer alone, which goes when it is gone; its dead letters outlive it. */
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

/** A queue that somebody else has declared; of its type and arguments only those are known that the user says. */
export function existingQueue(
  queue: string,
  type: "quorum" | "classic" | undefined,
  said: WantedArguments = {},
): QueueDeclaration {
  return { name: queue, arguments: given(said, type) };
}

function given(wanted: WantedArguments, type: "quorum" | "classic" | undefined): QueueArguments {
  const all: Record<string, string | number | boolean> = type === undefined ? {} : { "x-queue-type": type };
  for (const [name, value] of Object.entries(wanted)) if (value !== null) all[name] = value;
  return all;
}

/** The delivery limit of a queue whose messages have so many attempts: above them, since it is the net for crashes only. */
export function deliveryLimit(maxAttempts: number): number {
  return Math.max(LEAST_DELIVERY_LIMIT, 2 * maxAttempts);
}

/** Where copies wait `delayMs` milliseconds before they come back to `queue`: the queue's TTL dead-letters them. */
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

/** Where messages of an event go out. */
export type Route = Pick<EventVersion, "exchange" | "routingKey" | "routingKeyParts">;

/**
 * Where messages wait `delayMs` milliseconds before they come to their exchange. Both names are percent-encoded, so that
 * no two routes share a queue. Messages whose keys are made of data share one queue for all keys of an exchange, in which
 * they keep the key that they came with, so that no data makes a queue; see `hasDelayExchange`.
 */
export function delayQueue(route: Route, delayMs: number): QueueDeclaration {
  const { exchange, routingKey } = route;
  const isShared = hasDelayExchange(route);
  // RabbitMQ reserves names that begin with amq., and lets nobody declare them
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
 * Whether messages come to their delay queue by a fanout exchange of the queue's name: the default exchange would take
 * the queue's name as their key, and with it they would come to their exchange.
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

/** The steps, in milliseconds, that a delay of a handler's own choice is rounded up to: one queue per step, 17 at most. */
const LADDER: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30].map((n) => n * S),
  ...[1, 2, 5, 10, 20, 30].map((n) => n * MIN),
  ...[1, 2, 5, 12, 24].map((n) => n * H),
];

/** What the delays of a consumer's handlers are rounded to. */
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
 * The delay in milliseconds that has a retry queue: `wanted` if it is configured, else the next step of the ladder,
 * or of the configured delays where nothing may be declared.
 */
export function retryStep(wanted: number, { delays, ownSteps }: RetrySteps): number {
  if (delays.includes(wanted)) return wanted;
  const steps = ownSteps ? LADDER : [...delays].sort((a, b) => a - b);
  return steps.find((step) => step >= wanted) ?? steps.at(-1) ?? wanted;
}

/** AMQP 0-9-1 carries a queue's name as a short string: at most 255 bytes (specification, 4.2.5.3). */
const LONGEST_NAME = 255;

/** Names that begin so are the broker's own: it refuses to declare them (AMQP 0-9-1, `queue.declare`, rule "reserved"). */
const RESERVED = "amq.";

/**
 * Refuses a queue whose dead-letter queue and retry queues cannot exist: its consumer would start, and its first copy
 * would fail again and again.
 */
export function checkQueueName(name: unknown, retry: RetrySchedule): void {
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("a queue needs a name, a string that is not empty");
  if (name.startsWith(RESERVED))
    throw new ConfigurationError(
      `queue "${shortened(name)}": RabbitMQ reserves names that begin with ${RESERVED}; choose another name`,
    );
  const longest = derivedNames(name, retry).reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
  const over = bytes(longest) - LONGEST_NAME;
  if (over <= 0) return;
  throw new ConfigurationError(
    `queue "${shortened(name)}": with "${longest.slice(name.length)}" at its end, as one of its queues has it, the name has ${bytes(longest)} bytes; RabbitMQ takes at most ${LONGEST_NAME}: shorten it by ${over}`,
  );
}

/** The names of all queues that a consumer of `queue` may write to besides. */
function derivedNames(queue: string, retry: RetrySchedule): readonly [string, ...string[]] {
  const steps = retry.strategy === "delay" && retry.maxAttempts > 1 ? possibleSteps(retry) : [];
  return [deadLetterQueue(queue).name, ...steps.map((delayMs) => retryQueue(queue, delayMs).name)];
}

function bytes(name: string): number {
  return Buffer.byteLength(name, "utf8");
}

/** An error need not repeat a name of any length. */
function shortened(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}

/** When and how often a delivery is tried again, in milliseconds: it names the retry queues. */
export interface RetrySchedule extends RetrySteps {
  readonly strategy: "delay" | "hold" | "requeue" | "none";
  readonly maxAttempts: number;
}
