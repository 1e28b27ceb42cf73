import { once } from "node:events";
import { createRascal, type RascalBroker } from "../../rascal-types.js";
import type { OpenClient } from "../client.js";
import { messageProperties } from "../message.js";

/** rascal, with its defaults and the exchange and queue that are there. */
export const openRascal: OpenClient = async ({ url, exchange, routingKey, queue }) => {
  const open = (prefetch: number): Promise<RascalBroker> =>
    createRascal({
      vhosts: {
        "/": {
          connection: { url, socketOptions: { noDelay: true } },
          exchanges: { [exchange]: { assert: false } },
          queues: { [queue]: { assert: false } },
          publications: { order: { exchange, routingKey, options: { persistent: true, mandatory: true } } },
          subscriptions: { order: { queue, prefetch } },
        },
      },
    });
  const brokers: RascalBroker[] = [];
  return {
    publisher: async () => {
      const broker = await open(1);
      brokers.push(broker);
      return async (event) => {
        const publication = await broker.publish("order", event, { options: messageProperties() });
        await once(publication, "success");
      };
    },
    consume: async (prefetch, handle) => {
      const broker = await open(prefetch);
      brokers.push(broker);
      const subscription = await broker.subscribe("order");
      subscription.on("message", (_message, content, ackOrNack) => {
        handle(content);
        ackOrNack();
      });
    },
    close: async () => {
      for (const broker of brokers) await broker.shutdown();
    },
  };
};
