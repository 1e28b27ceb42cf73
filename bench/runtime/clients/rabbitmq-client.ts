import { Connection } from "rabbitmq-client";
import type { OpenClient } from "../client.js";
import { messageProperties } from "../message.js";

/** rabbitmq-client, whose publisher confirms and whose consumer acknowledges automatically. */
export const openRabbitmqClient: OpenClient = async ({ url, exchange, routingKey, queue }) => {
  const connection = new Connection(url);
  await connection.onConnect();
  const closing: (() => Promise<void>)[] = [];
  return {
    publisher: async () => {
      const publisher = connection.createPublisher({ confirm: true, maxAttempts: 2 });
      closing.push(() => publisher.close());
      return (event) =>
        publisher.send(
          { exchange, routingKey, durable: true, mandatory: true, ...messageProperties() },
          event,
        );
    },
    consume: async (prefetch, handle) => {
      // its concurrency is its own limit on top of the prefetch: the same number, as its documentation advises
      const settings = {
        queue,
        queueOptions: { passive: true },
        qos: { prefetchCount: prefetch },
        concurrency: prefetch,
      };
      const consumer = connection.createConsumer(settings, async (message) => handle(message.body));
      closing.push(() => consumer.close());
    },
    close: async () => {
      for (const close of closing) await close();
      await connection.close();
    },
  };
};
