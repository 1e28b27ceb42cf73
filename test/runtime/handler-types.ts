import type { BatchItem, Rabbit, VersionHandlers } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";

/** Never called: the compiler proves here what it refuses. */
export async function handlersAreChecked(rabbit: Rabbit): Promise<void> {
  const family = orderFamily();
  // @ts-expect-error version v2 has no handler
  await rabbit.consumer(family, { handlers: { v1: () => {} } });
  // @ts-expect-error there is no version v3
  await rabbit.consumer(family, { handlers: { v1: () => {}, v2: () => {}, v3: () => {} } });
  // @ts-expect-error an event of this family has no such member
  await rabbit.consumer(family, { handlers: { v1: (event) => event.total, v2: "dead-letter" } });
  const other = { event: "order_shipped", versions: { v1: family.versions.v1 } } as const;
  // @ts-expect-error order_shipped has no handlers
  await rabbit.consumer([other], { handlers: {} });
  await rabbit.consumer([other], { handlers: { order_shipped: { v1: ({ orderId }) => void orderId } } });
  // @ts-expect-error not what v1 publishes
  await (await rabbit.publisher(family.versions.v1)).publish({ orderId: 1 });
}

/** Never called either: what handlers get follows from `batch`. */
export async function batchesAreTyped(rabbit: Rabbit): Promise<void> {
  const family = orderFamily();
  const batch = { size: 10, within: "1s" } as const;
  await rabbit.consumer(family, {
    batch,
    handlers: {
      v1: async (items, { signal, version }) => {
        const only: "v1" = version;
        for (const { event, message, fail } of items)
          if (event.orderId === only && message.version === "v1" && !signal.aborted) fail(new Error("no"));
      },
      v2: "dead-letter",
    },
  });
  await rabbit.consumer(family, { batch: { size: 10 }, handlers: { v1: () => {}, v2: "dead-letter" } });
  await rabbit.consumer(family, {
    batch: undefined,
    handlers: { v1: ({ orderId }) => void orderId, v2: "dead-letter" },
  });
  const v2 = "dead-letter";
  // @ts-expect-error a batch is not an event
  await rabbit.consumer(family, { batch, handlers: { v1: ({ orderId }) => void orderId, v2 } });
  // @ts-expect-error without batch there is one event
  await rabbit.consumer(family, { handlers: { v1: ([first]) => void first, v2 } });
  // @ts-expect-error an event of this family has no such member
  await rabbit.consumer(family, { batch, handlers: { v1: ([item]) => item?.event.total, v2 } });
  // @ts-expect-error a batch is not the handler's to change
  await rabbit.consumer(family, { batch, handlers: { v1: (items) => void items.pop(), v2 } });
  // @ts-expect-error version v2 has no handler
  await rabbit.consumer(family, { batch, handlers: { v1: () => {} } });
  // @ts-expect-error a batch needs a size
  await rabbit.consumer(family, { batch: { within: "1s" }, handlers: { v1: () => {}, v2 } });
  // @ts-expect-error there is no such option
  await rabbit.consumer(family, { batch: { size: 1, wait: 5 }, handlers: { v1: () => {}, v2 } });
  const other = { event: "order_shipped", versions: { v1: family.versions.v1 } } as const;
  const v1 = (items: readonly BatchItem<typeof family.versions.v1>[]) => void items[0]?.event.orderId;
  await rabbit.consumer([other], { batch, handlers: { order_shipped: { v1 } } });
  // @ts-expect-error without batch there is one event
  await rabbit.consumer([other], { handlers: { order_shipped: { v1 } } });
  const handlers: VersionHandlers<typeof family, number> = { v1: ([item]) => void item?.event.orderId, v2 };
  await rabbit.consumer(family, { batch, handlers });
}
