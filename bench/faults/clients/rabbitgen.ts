import { inOneVhost } from "../../../demo/in-one-vhost.js";
import {
  connect,
  type EventVersion,
  type OrderCancelledV1,
  orderCancelledV1,
  type Rabbit,
} from "../../../generated/index.js";
import type { Client } from "../client.js";
import { letter } from "../letter.js";

type Version = EventVersion<"order_cancelled", "v1", OrderCancelledV1>;

/** The SDK that this repository generates, with the service and the retries of its own `schemas/contract.json`. */
export const rabbitgen: Client = {
  name: "rabbitgen",
  note: "heartbeat 10 s (default); retries of this repository's contract: 200 ms, 1 s, 3 attempts",
  async connect(site) {
    const rabbit: Rabbit = await connect({
      url: site.url,
      vhosts: inOneVhost(site.url),
      service: "svc-warehouse",
    });
    // The generated constants with the trial's exchange, since trials run side by side.
    const inExchange = (name: string): Version => ({
      ...orderCancelledV1,
      exchange: { type: "topic", name },
    });
    const publishers = new Map(
      await Promise.all(
        [site.exchange, site.sideExchange].map(
          async (name) => [name, await rabbit.publisher(inExchange(name))] as const,
        ),
      ),
    );
    return {
      async publish(orderId, exchange) {
        await publishers.get(exchange)?.publish(letter(orderId));
        return "confirmed";
      },
      async consume(handler) {
        const family = { event: "order_cancelled", versions: { v1: inExchange(site.exchange) } } as const;
        await rabbit.consumer(family, {
          queue: site.queue,
          prefetch: site.prefetch,
          handlers: { v1: ({ orderId }) => handler(orderId) },
        });
      },
      close: async () => void (await rabbit.close()),
    };
  },
};
