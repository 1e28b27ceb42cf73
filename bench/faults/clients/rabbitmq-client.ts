import { setImmediate as nextTurn } from "node:timers/promises";
import { Connection } from "rabbitmq-client";
import type { Client } from "../client.js";
import { letter } from "../letter.js";
import { deadLetterArguments, workQueueArguments } from "../site.js";

const ignore = (): void => {};

/** rabbitmq-client with its `Publisher` and `Consumer`, as its quick start has them. */
export const rabbitmqClient: Client = {
  name: "rabbitmq-client",
  note: "heartbeat 10 s (default 60 s); publishes `mandatory`, which it leaves off; failures: requeue (default)",
  async connect(site) {
    const { exchange, sideExchange, routingKey, queue, deadLetters } = site;
    const connection = new Connection({ url: site.url, heartbeat: 10 });
    connection.on("error", ignore);
    const exchanges = [exchange, sideExchange].map((name) => ({
      exchange: name,
      type: "topic",
      durable: true,
    }));
    const publisher = connection.createPublisher({ confirm: true, maxAttempts: 2, exchanges });
    const returned = new Set<unknown>();
    publisher.on("basic.return", ({ messageId }) => returned.add(messageId));
    let consumer: { close(): Promise<void> } | undefined;
    return {
      async publish(orderId, to) {
        const envelope = { exchange: to, routingKey, durable: true, mandatory: true, messageId: orderId };
        await publisher.send(envelope, letter(orderId));
        await nextTurn(); // the event comes one turn after the frame
        return returned.has(orderId) ? "returned" : "confirmed";
      },
      async consume(handler) {
        await connection.queueDeclare({ queue: deadLetters, durable: true, arguments: deadLetterArguments });
        const subscription = connection.createConsumer(
          {
            queue,
            queueOptions: { durable: true, arguments: workQueueArguments(site) },
            qos: { prefetchCount: site.prefetch },
            exchanges,
            queueBindings: [{ queue, exchange, routingKey }],
          },
          ({ body }) => handler((body as { orderId?: string }).orderId),
        );
        consumer = subscription;
        subscription.on("error", ignore);
        await new Promise<void>((resolve) => subscription.on("ready", resolve));
      },
      async close() {
        await publisher.close();
        await consumer?.close();
        await connection.close();
      },
    };
  },
};
