import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type Channel, type ConfirmChannel, connect } from "amqplib";
import { orderPlacedV1 } from "../../generated/index.js";
import { workQueue } from "../../runtime/topology/queue-topology.js";
import type { Place } from "./client.js";
import { orderOfBytes } from "./events.js";

/** The exchange and the queue that every client uses: the quorum queue that the SDK declares. */
export interface Stage {
  readonly place: Place;
  /** Empties the queue, then puts the given number of events into it. */
  fill(messages: number): Promise<void>;
  /** While `on`, events go to a queue that keeps the last thousand: for more of them than a queue should hold. */
  sink(on: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Declares them on this broker. */
export async function openStage(url: string): Promise<Stage> {
  const model = await connect(url);
  const channel: Channel & ConfirmChannel = await model.createConfirmChannel();
  const { exchange, routingKey, contentType } = orderPlacedV1;
  const queue = workQueue("bench.orders", "quorum", 20);
  const dead = "bench.orders.dead";
  await channel.assertQueue(dead, {
    durable: true,
    arguments: { "x-queue-type": "quorum", "x-delivery-limit": 1_000_000 },
  });
  await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
  await channel.assertExchange(exchange.name, exchange.type, { durable: true });
  await channel.bindQueue(queue.name, exchange.name, routingKey);
  const sink = "bench.sink";
  await channel.assertQueue(sink, { durable: true, arguments: { "x-max-length": 1_000 } });
  const content = Buffer.from(JSON.stringify(orderOfBytes(400)));
  return {
    place: { url, exchange: exchange.name, routingKey, queue: queue.name },
    fill: async (messages) => {
      await channel.purgeQueue(queue.name);
      for (let i = 1; i <= messages; i += 1) {
        const free = channel.publish("", queue.name, content, {
          contentType,
          persistent: true,
          type: orderPlacedV1.event,
        });
        if (i % 1_000 === 0) await channel.waitForConfirms();
        else if (!free) await once(channel, "drain");
      }
      await channel.waitForConfirms();
    },
    sink: async (on) => {
      const [from, to] = on ? [queue.name, sink] : [sink, queue.name];
      await channel.bindQueue(to, exchange.name, routingKey);
      await channel.unbindQueue(from, exchange.name, routingKey);
    },
    close: async () => {
      await channel.deleteQueue(sink);
      await channel.deleteQueue(queue.name);
      await channel.deleteQueue(dead);
      await model.close();
    },
  };
}
