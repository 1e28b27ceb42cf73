import type { Channel } from "amqplib";
import type { Exchange } from "../contract/event-version.js";
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
