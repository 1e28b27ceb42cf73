import {
  connect,
  type OrderPaidV2,
  orderCancelled,
  orderPaid,
  orderPaidV2,
  orderPlaced,
  type Rabbit,
  Reject,
} from "./generated/index.js";
import { openTelemetry } from "./generated/opentelemetry/index.js";

/** Uses the types of an SDK as a service does; it is compiled under each compiler's settings. */
export async function startService(url: string, handled: (order: string) => void): Promise<Rabbit> {
  const rabbit = await connect({ url, service: "svc-order", instrumentation: openTelemetry() });
  await rabbit.consumer(orderPaid, {
    queue: "svc-order.order_paid",
    retry: { delays: ["10s"], maxAttempts: 3 },
    handlers: {
      v1: "dead-letter",
      v2: async ({ orderId, total }, { attempt }) => {
        if (total.amount === 0) throw new Reject(`nothing to bill, attempt ${attempt}`);
        handled(orderId);
      },
    },
  });
  return rabbit;
}

export async function publishOrder(rabbit: Rabbit, orderId: string): Promise<void> {
  const publisher = await rabbit.publisher(orderPaidV2);
  const total: OrderPaidV2["total"] = { amount: 1250, currency: "EUR" };
  await publisher.publish({ orderId, customerId: "c-1", total, paidAt: "2026-01-01T00:00:00Z" });
}

/** Handlers of two events get their types, and so do those of batches. */
export async function startOthers(rabbit: Rabbit, handled: (order: string) => void): Promise<void> {
  await rabbit.consumer([orderPlaced, orderCancelled], {
    queue: "svc-order.others",
    handlers: {
      order_placed: { v1: "dead-letter", v2: async ({ orderId }) => handled(orderId) },
      order_cancelled: {
        v1: async ({ orderId }, { signal }) => {
          if (!signal.aborted) handled(orderId);
        },
      },
    },
  });
  await rabbit.consumer(orderPaid, {
    queue: "svc-order.batches",
    batch: { size: 10, within: "100ms" },
    handlers: {
      v1: "dead-letter",
      v2: async (batch) => {
        for (const { event } of batch) handled(event.orderId);
      },
    },
  });
}

/** A service that by its contract reads v2 only needs no other handler. */
export async function startScoped(
  rabbit: Rabbit<{
    readonly publishes: Record<string, never>;
    readonly consumes: { readonly order_paid: "v2" };
  }>,
  handled: (order: string) => void,
): Promise<void> {
  await rabbit.consumer(orderPaid, {
    queue: "svc-order.scoped",
    handlers: { v2: async ({ orderId }) => handled(orderId) },
  });
}
