import {
  invoiceIssuedV1,
  orderPaid,
  type PublisherOf,
  type RabbitClient,
  Reject,
} from "../generated/index.js";

type Invoices = PublisherOf<typeof invoiceIssuedV1>;

/** What billing does with each version of `order_paid`. */
export function handlersOf(invoices: Invoices, nextNumber: () => Promise<string>) {
  return {
    v1: async ({ orderId, cents }: { orderId: string; cents: number }) => {
      if (cents === 0) throw new Reject("nothing to bill");
      await invoices.publish({ invoice: await nextNumber(), orderId, cents });
    },
  };
}

export async function startBilling(rabbit: RabbitClient, nextNumber: () => Promise<string>) {
  const invoices = await rabbit.publisher(invoiceIssuedV1);
  return rabbit.consumer(orderPaid, {
    queue: "billing.order_paid",
    retry: { strategy: "delay", delays: ["10s"], maxAttempts: 3 },
    handlers: handlersOf(invoices, nextNumber),
  });
}
