import type { Rabbit } from "../../templates/runtime/index.js";
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
