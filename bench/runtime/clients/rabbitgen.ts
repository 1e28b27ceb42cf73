import { inOneVhost } from "../../../demo/in-one-vhost.js";
import { connect, orderPlaced, orderPlacedV1, type Rabbit } from "../../../generated/index.js";
import type { OpenClient } from "../client.js";

/** The SDK that this repository generates. */
export const openRabbitgen: OpenClient = async ({ url, queue }) => {
  const rabbit: Rabbit = await connect({ url, vhosts: inOneVhost(url), service: "svc-warehouse" });
  return {
    publisher: async () => {
      const publisher = await rabbit.publisher(orderPlacedV1);
      return (event) => publisher.publish(event);
    },
    consume: async (prefetch, handle) => {
      await rabbit.consumer(orderPlaced, { queue, prefetch, handlers: { v1: handle, v2: "dead-letter" } });
    },
    close: async () => void (await rabbit.close()),
  };
};
