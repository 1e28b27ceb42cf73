import { connect } from "amqp-connection-manager";
import type { ConfirmChannel } from "amqplib";
import type { OpenClient } from "../client.js";
import { messageProperties } from "../message.js";

/** amqp-connection-manager with a channel wrapper each, as its README shows. */
export const openAmqpConnectionManager: OpenClient = async ({ url, exchange, routingKey, queue }) => {
  const connection = connect([url], { connectionOptions: { noDelay: true } });
  return {
    publisher: async () => {
      const channel = connection.createChannel({ json: true });
      await channel.waitForConnect();
      return (event) =>
        channel.publish(exchange, routingKey, event, {
          ...messageProperties(),
          persistent: true,
          mandatory: true,
        });
    },
    consume: async (prefetch, handle) => {
      const channel = connection.createChannel({ setup: (one: ConfirmChannel) => one.prefetch(prefetch) });
      await channel.consume(queue, (message) => {
        handle(JSON.parse(message.content.toString()));
        channel.ack(message);
      });
    },
    close: () => connection.close(),
  };
};
