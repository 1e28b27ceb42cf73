import { Buffer } from "node:buffer";
import { connect } from "amqplib";
import type { OpenClient } from "../client.js";
import { messageProperties } from "../message.js";

/** amqplib and nothing else: a confirm channel that writes the same message, and `JSON.parse` with an ack. */
export const openBareAmqplib: OpenClient = async ({ url, exchange, routingKey, queue }) => {
  const connection = await connect(url, { noDelay: true });
  return {
    publisher: async () => {
      const channel = await connection.createConfirmChannel();
      return (event) =>
        new Promise<void>((resolve, reject) => {
          const properties = { ...messageProperties(), deliveryMode: 2, mandatory: true };
          const body = Buffer.from(JSON.stringify(event));
          channel.publish(exchange, routingKey, body, properties, (error: unknown) =>
            error ? reject(error) : resolve(),
          );
        });
    },
    consume: async (prefetch, handle) => {
      const channel = await connection.createChannel();
      await channel.prefetch(prefetch);
      await channel.consume(queue, (message) => {
        if (message === null) return;
        handle(JSON.parse(message.content.toString()));
        channel.ack(message);
      });
    },
    close: () => connection.close(),
  };
};
