import type { Channel } from "amqplib";
import type { ConsumerPlan } from "./consumer-plan.js";
import { declareQueue } from "./queue-topology.js";

/** Declares what a consumer needs, dead-letter queue first: from the first delivery on, no message has nowhere to go. */
export async function declareTopology(channel: Channel, plan: ConsumerPlan): Promise<void> {
  await declareQueue(channel, plan.deadLetters);
  await declareQueue(channel, plan.queue);
  for (const { exchange, routingKey } of plan.bindings) {
    await channel.assertExchange(exchange.name, exchange.type, { durable: true });
    await channel.bindQueue(plan.queue.name, exchange.name, routingKey);
  }
}
