// @module-tag long
import { expect, test } from "vitest";
import type { WantedUse } from "../../src/uses/wanted.js";
import { shop, usesOf } from "./shop.js";

const version: WantedUse = { kind: "version", event: "order_paid", versions: ["v1"] };
const event: WantedUse = { kind: "event", event: "order_paid" };

const code = {
  "src/one.ts": `import { connect, orderPaid, orderPaidV1, orderPaidV2 } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderPaid, { handlers: { v1: async (event) => console.log(event), v2: () => {} } });
await rabbit.consumer(orderPaid, { handlers: { v1: "dead-letter", v2() {} } });
const publisher = await rabbit.publisher(orderPaidV1);
const other = await rabbit.publisher(orderPaidV2, { maxInFlight: 1 });
console.log(publisher, other, orderPaid.versions.v1.contentType);
`,
  "src/several.ts": `import * as sdk from "../generated/index.js";
const rabbit = await sdk.connect({ url: "", service: "shop" });
await rabbit.consumer([sdk.orderPaid, sdk.orderCancelled], {
  queue: "shop",
  handlers: { order_paid: { v1: (event) => console.log(event.orderId), v2: "dead-letter" }, order_cancelled: { v1: () => {} } },
});
await rabbit.publisher(sdk.orderPaidV1);
`,
  "src/handlers.ts": `import { connect, type Handler, orderCancelled, orderPaid as paid, type orderPaidV1 as first, type OrderPaidV1 as One, type VersionHandlers } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
class Cancelled {
  v1(): void {}
}
class Handlers {
  async v1(event: One): Promise<void> { console.log(event); }
  v2 = () => {};
}
await rabbit.consumer(paid, { handlers: new Handlers() });
export class Typed implements VersionHandlers<typeof paid> {
  v1(): void {}
  v2(): void {}
}
const handlers = { v1: (event: One) => console.log(event), v2: () => {} };
await rabbit.consumer(paid, { handlers });
const options = { handlers: { v1: () => {}, v2: () => {} } };
await rabbit.consumer(paid, options);
const several = { order_paid: { v1: () => {}, v2: () => {} }, order_cancelled: new Cancelled() };
await rabbit.consumer([paid, orderCancelled], { queue: "q", handlers: several });
await rabbit.consumer([paid, orderCancelled], { queue: "q", handlers: { order_paid: handlers, order_cancelled: new Cancelled() } });
export const alone: Handler<typeof first> = (event) => console.log(event.orderId);
`,
  "src/other.ts": `import { connect, orderCancelled } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderCancelled, { handlers: { v1: () => {} } });
export const orderPaidV1 = { v1: 1, order_paid: { v1: 2 } };
console.log(orderPaidV1.v1);
`,
};

test("a version is found where it is handled, published and named", async () => {
  expect(usesOf(await shop(code), version)).toMatchInlineSnapshot(`
    [
      "src/handlers.ts:1:73 names orderPaidV1",
      "src/handlers.ts:1:100 names OrderPaidV1",
      "src/handlers.ts:7:9 handles v1",
      "src/handlers.ts:7:19 names OrderPaidV1",
      "src/handlers.ts:12:3 handles v1",
      "src/handlers.ts:15:20 handles v1",
      "src/handlers.ts:15:32 names OrderPaidV1",
      "src/handlers.ts:17:31 handles v1",
      "src/handlers.ts:19:33 handles v1",
      "src/handlers.ts:22:36 names orderPaidV1",
      "src/one.ts:1:30 names orderPaidV1",
      "src/one.ts:3:48 handles v1",
      "src/one.ts:4:48 declines v1",
      "src/one.ts:5:42 publishes v1",
      "src/one.ts:7:50 names v1",
      "src/several.ts:5:29 handles v1",
      "src/several.ts:7:28 publishes v1",
    ]
  `);
});

test("a whole event is found where it is consumed, and each of its versions", async () => {
  expect(usesOf(await shop(code), event)).toMatchInlineSnapshot(`
    [
      "src/handlers.ts:1:49 names orderPaid",
      "src/handlers.ts:1:73 names orderPaidV1",
      "src/handlers.ts:1:100 names OrderPaidV1",
      "src/handlers.ts:7:9 handles v1",
      "src/handlers.ts:7:19 names OrderPaidV1",
      "src/handlers.ts:8:3 handles v2",
      "src/handlers.ts:10:23 consumes order_paid",
      "src/handlers.ts:11:54 names orderPaid",
      "src/handlers.ts:12:3 handles v1",
      "src/handlers.ts:13:3 handles v2",
      "src/handlers.ts:15:20 handles v1",
      "src/handlers.ts:15:32 names OrderPaidV1",
      "src/handlers.ts:15:60 handles v2",
      "src/handlers.ts:16:23 consumes order_paid",
      "src/handlers.ts:17:31 handles v1",
      "src/handlers.ts:17:45 handles v2",
      "src/handlers.ts:18:23 consumes order_paid",
      "src/handlers.ts:19:33 handles v1",
      "src/handlers.ts:19:47 handles v2",
      "src/handlers.ts:20:24 consumes order_paid",
      "src/handlers.ts:21:24 consumes order_paid",
      "src/handlers.ts:21:73 handles order_paid",
      "src/handlers.ts:22:36 names orderPaidV1",
      "src/one.ts:1:19 names orderPaid",
      "src/one.ts:1:30 names orderPaidV1",
      "src/one.ts:1:43 names orderPaidV2",
      "src/one.ts:3:23 consumes order_paid",
      "src/one.ts:3:48 handles v1",
      "src/one.ts:3:89 handles v2",
      "src/one.ts:4:23 consumes order_paid",
      "src/one.ts:4:48 declines v1",
      "src/one.ts:4:67 handles v2",
      "src/one.ts:5:42 publishes v1",
      "src/one.ts:6:38 publishes v2",
      "src/one.ts:7:31 names orderPaid",
      "src/one.ts:7:50 names v1",
      "src/several.ts:3:28 consumes order_paid",
      "src/several.ts:5:15 handles order_paid",
      "src/several.ts:5:29 handles v1",
      "src/several.ts:5:72 declines v2",
      "src/several.ts:7:28 publishes v1",
    ]
  `);
});

test("a version is found where its handler gets batches", async () => {
  const batches = {
    "src/batches.ts": `import { connect, orderPaid } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderPaid, { batch: { size: 5 }, handlers: { v1: ([one]) => console.log(one?.event.orderId), v2: () => {} } });
const handlers = { v1: () => {}, v2: () => {} };
await rabbit.consumer(orderPaid, { batch: { size: 5 }, handlers });
`,
  };
  expect(usesOf(await shop(batches), version)).toEqual([
    "src/batches.ts:3:68 handles v1",
    "src/batches.ts:4:20 handles v1",
  ]);
});
