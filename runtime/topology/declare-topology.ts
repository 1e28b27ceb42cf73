import type { Channel } from "amqplib";
import type { Exchange } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Warning } from "../observe/rabbit-events.js";
import { givenArgumentFaults } from "./judge-queue-arguments.js";
import type { DeclareMode, QueuePlan } from "./queue-plan.js";
import { declareQueue, retryQueue } from "./queue-topology.js";

/** Declares what a consumer needs, the dead-letter queue first, so that it exists from the first delivery on. */
export async function declareTopology(channel: Channel, plan: QueuePlan, mode: DeclareMode): Promise<void> {
  if (mode === "none") return;
  if (mode === "check") return checkTopology(channel, plan);
  await declareQueue(channel, plan.deadLetters);
  if (plan.isTakenOver) await channel.checkQueue(plan.queue.name);
  else await declareQueue(channel, plan.queue);
  for (const { exchange, routingKey } of plan.bindings) {
    await declareExchange(channel, exchange, mode);
    await channel.bindQueue(plan.queue.name, exchange.name, routingKey);
  }
  const net = deadLetterTarget(plan);
  if (net === undefined) return;
  if (net.exchange !== "") {
    await channel.checkExchange(net.exchange); // its type is set by the user
    await channel.bindQueue(plan.deadLetters.name, net.exchange, net.routingKey ?? "#");
  } else if (net.routingKey !== undefined) await channel.checkQueue(net.routingKey);
}

/** Declares the exchange that a publisher writes to. */
export async function declareExchange(
  channel: Channel,
  { name, type }: Exchange,
  mode: DeclareMode,
): Promise<void> {
  if (mode === "assert") await channel.assertExchange(name, type, { durable: true });
  else if (mode === "check") await channel.checkExchange(name);
}

/**
 * Where the broker itself dead-letters messages beyond the queue's delivery limit; `undefined`: nowhere, or unknown.
 */
export function deadLetterTarget({ queue }: QueuePlan): DeadLetterTarget | undefined {
  const exchange = queue.arguments["x-dead-letter-exchange"];
  const key = queue.arguments["x-dead-letter-routing-key"];
  if (exchange === undefined) return undefined;
  return { exchange: String(exchange), routingKey: key === undefined ? undefined : String(key) };
}

/** The arguments `x-dead-letter-exchange` and `x-dead-letter-routing-key` of a queue. */
export interface DeadLetterTarget {
  readonly exchange: string;
  readonly routingKey: string | undefined;
}

/** Rejects with the broker's 404 for the first one that is missing. */
async function checkTopology(channel: Channel, plan: QueuePlan): Promise<void> {
  const { queue, deadLetters, bindings, retry } = plan;
  const delays = retry.strategy === "delay" && retry.maxAttempts > 1 ? retry.delays : [];
  const steps = delays.map((delayMs) => retryQueue(queue.name, delayMs).name);
  for (const name of [deadLetters.name, queue.name, ...steps]) await channel.checkQueue(name);
  const names = [...bindings.map(({ exchange }) => exchange.name), deadLetterTarget(plan)?.exchange ?? ""];
  for (const name of new Set(names)) if (name !== "") await channel.checkExchange(name);
}

/** Retries require quorum queues with a TTL and at-least-once dead-lettering: RabbitMQ 3.10's release notes. */
const OLDEST: readonly [major: number, minor: number] = [3, 10];

/** What the broker reports about itself in the handshake (`server-properties`). */
export interface BrokerInfo {
  readonly product: string;
  readonly version: string;
}

/**
 * Checks before the first delivery what is known to go wrong with this plan on this broker. Returns warnings for risks;
 * throws `ConfigurationError` for what cannot work.
 */
export function checkStart(
  plan: QueuePlan,
  mode: DeclareMode,
  broker: BrokerInfo | undefined,
): readonly Warning[] {
  const found = [
    brokerVersion(mode, broker),
    deliveryLimit(plan),
    overflow(plan),
    deadLetters(plan, mode),
    undeclared(plan, mode),
    ...givenArgumentFaults(plan, mode).map((message) => ({ code: "queue-argument", message }) as const),
  ];
  return found.flatMap((one) => (one === undefined ? [] : { ...one, queue: plan.queue.name }));
}

type Found = Omit<Warning, "queue"> | undefined;

function brokerVersion(mode: DeclareMode, broker: BrokerInfo | undefined): Found {
  if (broker?.product !== "RabbitMQ") return undefined; // other brokers with AMQP 0-9-1 have different version numbers
  const [major = 0, minor = 0] = broker.version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  const message = `RabbitMQ ${broker.version} is too old: retries and dead letters need quorum queues with a time to live and at-least-once dead-lettering, which require 3.10 or later`;
  if (mode === "assert") throw new ConfigurationError(message);
  return { code: "broker-version", message };
}

function deliveryLimit({ queue, retry }: QueuePlan): Found {
  const limit = queue.arguments["x-delivery-limit"];
  if (typeof limit !== "number" || limit > retry.maxAttempts) return undefined;
  const counted = retry.strategy === "hold" || retry.strategy === "requeue";
  const message = `queue "${queue.name}" has x-delivery-limit ${limit}, which is not above maxAttempts ${retry.maxAttempts}`;
  if (counted) {
    throw new ConfigurationError(
      `${message}: with strategy "${retry.strategy}" the broker would dead-letter first, without a reason; raise x-delivery-limit or lower maxAttempts`,
    );
  }
  return {
    code: "delivery-limit",
    message: `${message}: after that many crashes the broker dead-letters first, without a reason in the headers`,
  };
}

function overflow({ queue }: QueuePlan): Found {
  const drops = queue.arguments["x-overflow"] === "drop-head" || queue.arguments["x-overflow"] === undefined;
  const bounded = ["x-max-length", "x-max-length-bytes"].some((name) => Object.hasOwn(queue.arguments, name));
  if (!drops || !bounded) return undefined;
  const message = `queue "${queue.name}" drops its oldest messages when it is full; "x-overflow": "reject-publish" rejects new ones instead, and the publisher gets an error`;
  return { code: "overflow-drops", message };
}

function deadLetters(plan: QueuePlan, mode: DeclareMode): Found {
  const target = deadLetterTarget(plan);
  if (target === undefined) return plan.isTakenOver ? undefined : noTarget(plan);
  const { exchange, routingKey } = target;
  const own = plan.deadLetters.name;
  if (exchange === "" && routingKey === own) return undefined;
  if (exchange === "" && routingKey === undefined) {
    throw new ConfigurationError(
      `queue "${plan.queue.name}" dead-letters to the default exchange without x-dead-letter-routing-key, which is the queue itself`,
    );
  }
  if (exchange === "" || mode === "assert") return undefined; // checked, or bound to our own queue
  return {
    code: "dead-letter-target",
    message: `cannot check whether a queue is bound to dead-letter exchange "${exchange}"; if none is, messages beyond x-delivery-limit are lost`,
  };
}

function noTarget({ queue }: QueuePlan): Found {
  const message = `queue "${queue.name}" has no dead-letter exchange: the broker drops messages beyond its delivery limit`;
  return { code: "dead-letter-target", message };
}

function undeclared({ queue, retry }: QueuePlan, mode: DeclareMode): Found {
  if (mode !== "none") return undefined;
  const needed =
    retry.strategy === "delay" ? `${queue.name}.dead and its .retry.<ms> queues` : `${queue.name}.dead`;
  const message = `declare is "none": ${needed} are assumed to exist; while one is missing, its messages stay in "${queue.name}"`;
  return { code: "undeclared-topology", message };
}

/**
 * Tracks the events for which each queue is consumed. Two consumers of one queue receive each other's messages: an
 * event that only one of them handles would be dead-lettered by the other.
 */
export class ConsumedQueues {
  readonly #queues = new Map<string, { readonly events: string; consumers: number }>();

  /**
   * Registers one more consumer and returns a function that removes it. Throws `ConfigurationError` if existing
   * consumers handle other events.
   */
  add({ queue, vhost, families }: QueuePlan): () => void {
    const key = JSON.stringify([vhost, queue.name]);
    const events = families
      .map(({ event }) => event)
      .sort()
      .join(", ");
    const known = this.#queues.get(key) ?? { events, consumers: 0 };
    if (known.events !== events) {
      throw new ConfigurationError(
        `queue "${queue.name}" is already consumed for ${known.events}: pass all its events in one call, rabbit.consumer([…], …)`,
      );
    }
    known.consumers += 1;
    this.#queues.set(key, known);
    let forgotten = false;
    return () => {
      if (forgotten) return;
      forgotten = true;
      known.consumers -= 1;
      if (known.consumers === 0) this.#queues.delete(key);
    };
  }
}
