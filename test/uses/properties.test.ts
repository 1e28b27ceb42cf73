// @module-tag long
import { expect, test } from "vitest";
import { property, shop, usesOf } from "./shop.js";

test("a property is found where it is read, through chains, elements and typed parameters", async () => {
  const folder = await shop({
    "src/read.ts": `import type { Money, OrderPaidV1 } from "../generated/index.js";
export function a(event: OrderPaidV1): string { return event.total.currency; }
export const b = (event?: OrderPaidV1) => event?.total?.currency ?? "none";
export const c = (event: OrderPaidV1) => event["total"]["currency"].toLowerCase();
export const d = (total: Money) => total.currency;
export const e = (total: OrderPaidV1["total"]) => total.currency;
export const f = (event: OrderPaidV1) => { const copy = { ...event }; return copy.total.currency; };
export const g = (event: Pick<OrderPaidV1, "total">, h: Readonly<Partial<OrderPaidV1>>) => [event.total.currency, h.total?.currency];
export const i = (events: OrderPaidV1[]) => events.map(({ total }) => total).filter((total) => total.currency);
export const j = async (events: Promise<OrderPaidV1>) => (await events).total.currency;
export const k = (event: OrderPaidV1) => "currency" in event.total;
export const m = ({ orderId, ...rest }: OrderPaidV1) => [orderId, rest.total];
export const n = <T extends OrderPaidV1>(event: T, line: OrderPaidV1["lines"][number]) => [event.total, line.price?.currency];
export type L = OrderPaidV1["total"]["currency"] | Pick<Money, "currency" | "amount"> | Omit<Money, "currency">;
`,
  });
  expect(usesOf(folder, property("total", "currency"))).toMatchInlineSnapshot(`
    [
      "src/read.ts:2:68 reads total.currency",
      "src/read.ts:3:57 reads total.currency",
      "src/read.ts:4:57 reads total.currency",
      "src/read.ts:5:42 reads total.currency",
      "src/read.ts:6:57 reads total.currency",
      "src/read.ts:7:89 reads total.currency",
      "src/read.ts:8:105 reads total.currency",
      "src/read.ts:8:124 reads total.currency",
      "src/read.ts:9:102 reads total.currency",
      "src/read.ts:10:79 reads total.currency",
      "src/read.ts:11:42 reads total.currency",
      "src/read.ts:13:117 reads total.currency",
      "src/read.ts:14:38 names total.currency",
      "src/read.ts:14:64 names total.currency",
      "src/read.ts:14:101 names total.currency",
    ]
  `);
  expect(usesOf(folder, property("total"))).toMatchInlineSnapshot(`
    [
      "src/read.ts:2:62 reads total",
      "src/read.ts:3:50 reads total",
      "src/read.ts:4:48 reads total",
      "src/read.ts:6:38 names total",
      "src/read.ts:7:83 reads total",
      "src/read.ts:8:44 names total",
      "src/read.ts:8:99 reads total",
      "src/read.ts:8:117 reads total",
      "src/read.ts:9:59 destructures total",
      "src/read.ts:10:73 reads total",
      "src/read.ts:11:62 reads total",
      "src/read.ts:12:72 reads total",
      "src/read.ts:13:98 reads total",
      "src/read.ts:14:29 names total",
    ]
  `);
});

test("a property is found where it is destructured, renamed, defaulted, and in assignments", async () => {
  const folder = await shop({
    "src/take.ts": `import { connect, orderPaid } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
let currency: string;
await rabbit.consumer(orderPaid, {
  handlers: {
    v1: async ({ total: { currency: code, amount }, lines }, message) => {
      console.log(code, amount, message.attempt, lines.map(({ price }) => price?.currency));
    },
    v2: ({ total }) => console.log(total),
  },
});
export const handlers: Parameters<typeof rabbit.consumer<typeof orderPaid>>[1]["handlers"] = {
  v1(event) {
    const { total: { currency = "EUR" } } = event;
    const { ["total"]: whole } = event;
    console.log(currency, whole);
  },
  v2: "dead-letter",
};
export function assign(event: import("../generated/index.js").OrderPaidV1): void {
  ({ total: { currency } } = event);
  for ({ currency } of [event.total]) console.log(currency);
}
`,
  });
  expect(usesOf(folder, property("total", "currency"))).toMatchInlineSnapshot(`
    [
      "src/take.ts:6:27 destructures total.currency",
      "src/take.ts:7:82 reads total.currency",
      "src/take.ts:14:22 destructures total.currency",
      "src/take.ts:21:15 destructures total.currency",
      "src/take.ts:22:10 destructures total.currency",
    ]
  `);
  expect(usesOf(folder, property("total"))).toMatchInlineSnapshot(`
    [
      "src/take.ts:6:18 destructures total",
      "src/take.ts:14:13 destructures total",
      "src/take.ts:15:14 destructures total",
      "src/take.ts:21:6 destructures total",
      "src/take.ts:22:31 reads total",
    ]
  `);
  expect(usesOf(folder, property("lines", { items: true }, "price", "currency"))).toMatchInlineSnapshot(`
    [
      "src/take.ts:6:27 destructures lines[].price.currency",
      "src/take.ts:7:82 reads lines[].price.currency",
      "src/take.ts:14:22 destructures lines[].price.currency",
      "src/take.ts:21:15 destructures lines[].price.currency",
      "src/take.ts:22:10 destructures lines[].price.currency",
    ]
  `);
});

test("a property is found where it is written", async () => {
  const folder = await shop({
    "src/write.ts": `import { connect, type Money, type OrderPaidV1, orderPaidV1 } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
const publisher = await rabbit.publisher(orderPaidV1);
await publisher.publish({ orderId: "1", total: { amount: 1, currency: "EUR" }, lines: [] });
const currency = "EUR" as const;
const total: Money = { amount: 1, currency };
await publisher.publish({ orderId: "1", total, lines: [{ sku: "a", price: { amount: 2, currency: "USD" } }] });
const kept = { amount: 3, currency: "USD" as const };
await publisher.publish({ orderId: "1", total: kept, lines: [] });
const payload = { orderId: "1", total: { amount: 4, currency }, lines: [] };
await publisher.publish(payload);
await publisher.publish({ ...payload, orderId: "2" });
const base = { total: { amount: 5, currency } };
await publisher.publish({ orderId: "1", lines: [], ...base });
export function change(event: OrderPaidV1): OrderPaidV1 {
  event.total.currency = "EUR";
  event.total = { ...event.total, amount: 2 };
  return { ...event, total: { ...event.total, currency: "GBP" } };
}
export class Price implements Money {
  amount = 1;
  readonly currency = "EUR";
}
export const checked = { amount: 1, currency: "EUR" } satisfies Money;
`,
  });
  expect(usesOf(folder, property("total", "currency"))).toMatchInlineSnapshot(`
    [
      "src/write.ts:4:61 writes total.currency",
      "src/write.ts:6:35 writes total.currency",
      "src/write.ts:7:88 writes total.currency",
      "src/write.ts:8:27 writes total.currency",
      "src/write.ts:10:53 writes total.currency",
      "src/write.ts:13:36 writes total.currency",
      "src/write.ts:16:15 writes total.currency",
      "src/write.ts:18:47 writes total.currency",
      "src/write.ts:22:12 writes total.currency",
      "src/write.ts:24:37 writes total.currency",
    ]
  `);
  expect(usesOf(folder, property("total"))).toMatchInlineSnapshot(`
    [
      "src/write.ts:4:41 writes total",
      "src/write.ts:7:41 writes total",
      "src/write.ts:9:41 writes total",
      "src/write.ts:10:33 writes total",
      "src/write.ts:13:16 writes total",
      "src/write.ts:16:9 reads total",
      "src/write.ts:17:9 writes total",
      "src/write.ts:17:28 reads total",
      "src/write.ts:18:22 writes total",
      "src/write.ts:18:40 reads total",
    ]
  `);
});

test("another property of the same name is not a use, nor is text", async () => {
  const folder = await shop({
    "src/other.ts": `import { type OrderCancelledV1, type OrderPaidV2, orderPaidV1 } from "../generated/index.js";
interface Invoice { total: { currency: string } }
export const a = (invoice: Invoice, event: OrderPaidV2) => [invoice.total.currency, event.total];
export const b = { total: { currency: "EUR" } };
export const total = "total.currency of orderPaidV1";
export const c = (event: OrderCancelledV1) => event.method;
console.log(orderPaidV1.routingKey, b.total.currency);
`,
  });
  expect(usesOf(folder, property("total"))).toEqual([]);
  expect(usesOf(folder, property("total", "currency"))).toEqual([]);
  expect(usesOf(folder, property("method"))).toEqual([]);
});

test("a payload is followed through a function whose parameter depends on the version", async () => {
  const folder = await shop({
    "src/send.ts": `import { type EventVersion, orderPaidV1, orderPaidV2, type PayloadOf } from "../generated/index.js";
declare function send<Version extends EventVersion>(version: Version, event: PayloadOf<Version>): Promise<void>;
const first = { orderId: "1", total: { amount: 1, currency: "EUR" as const }, lines: [] };
const second = { total: "1" };
await send(orderPaidV1, first);
await send(orderPaidV2, second);
const third = { orderId: "1", total: { amount: 3, currency: "EUR" as const }, lines: [] };
export const make = async (): Promise<PayloadOf<typeof orderPaidV1>> => (second.total ? third : Promise.reject());
`,
  });
  expect(usesOf(folder, property("total"))).toEqual([
    "src/send.ts:3:31 writes total",
    "src/send.ts:7:31 writes total",
  ]);
});
