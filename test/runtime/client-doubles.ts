import type {
  EventConsumer,
  EventPublisher,
  Health,
  PayloadOf,
  PublisherOf,
  Rabbit,
  RabbitClient,
} from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";

const { v1 } = orderFamily().versions;

/** A publisher by hand, without a cast. */
export function publisherDouble(): PublisherOf<typeof v1> {
  const published: PayloadOf<typeof v1>[] = [];
  return {
    publish: async (event, options) => {
      published.push(event);
      return { messageId: options?.messageId ?? String(published.length) };
    },
    pending: 0,
    health: { event: "order_paid", version: "v1", state: "open", pending: 0 },
    close: async () => {},
  };
}

/** A client by hand, without a cast. */
export function rabbitDouble(): RabbitClient {
  const health: Health = { status: "ok", connections: [], publishers: [], consumers: [] };
  const consumer: EventConsumer = {
    queue: "svc-billing.order_paid",
    health: { queue: "svc-billing.order_paid", state: "consuming", active: 0 },
    pause: async () => {},
    resume: async () => {},
    close: async () => ({ drained: 0, abandoned: 0 }),
  };
  return {
    on: () => () => {},
    onAny: () => () => {},
    publisher: async ({ event, version }) => ({
      publish: async () => ({ messageId: "1" }),
      pending: 0,
      health: { event, version, state: "open", pending: 0 },
      close: async () => {},
    }),
    consumer: async () => consumer,
    health: () => health,
    close: async () => ({ drained: 0, abandoned: 0, unconfirmed: 0 }),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** What a service takes; never called: the compiler proves that the SDK's own objects fit as the doubles do. */
export async function realOnesFit(rabbit: Rabbit): Promise<RabbitClient> {
  const publisher: PublisherOf<typeof v1> = await rabbit.publisher(v1);
  const consumer: EventConsumer = await rabbit.consumer(orderFamily(), {
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  // @ts-expect-error not what v1 publishes
  await publisher.publish({ orderId: 1 });
  // @ts-expect-error a publisher of other events
  const other: EventPublisher<{ readonly total: number }> = publisher;
  await Promise.all([consumer.close(), other.close()]);
  return rabbit;
}
