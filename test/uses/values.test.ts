// @module-tag long
import { expect, test } from "vitest";
import { shop, usesOf, value } from "./shop.js";

test("a value is found where it is compared", async () => {
  const folder = await shop({
    "src/compare.ts": `import { type MoneyCurrency as Currency, connect, orderPaid, type OrderPaidV1 } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderPaid, {
  handlers: {
    v1: ({ total: { currency: code }, ...rest }) => {
      if (code === "EUR") return;
      else if ("GBP" === code) console.log(rest);
      const kept = code;
      if (kept !== "GBP") return;
    },
    v2: "dead-letter",
  },
});
export const a = (event?: OrderPaidV1) => event?.total.currency == "GBP";
export function b({ total }: OrderPaidV1): number {
  switch (total.currency) {
    case "EUR": return 1;
    case "GBP": return 2;
    default: return 3;
  }
}
export const c = (currency: Currency, also: OrderPaidV1["total"]["currency"] | undefined) => currency === "GBP" || also === "GBP";
const island: readonly string[] = ["GBP", "EUR"];
export const d = ({ total }: OrderPaidV1) => ["GBP", "USD"].includes(total.currency) || island.includes(total.currency);
export const e = ({ total }: OrderPaidV1) => new Set<string>(["GBP"]).has(total.currency);
const names = { POUND: "GBP" } as const;
export const f = ({ total }: OrderPaidV1) => total.currency === names.POUND;
export const g = (list: Currency[]) => list.filter((one) => one !== "GBP").length + list.indexOf("GBP");
export const symbols: Record<Currency, string> = { EUR: "€", GBP: "£", USD: "$" };
type Code = OrderPaidV1["total"]["currency"];
export const h = (code: Code) => code === "GBP";
const rates = { EUR: 1, GBP: 2, USD: 3 };
export const j = (event: OrderPaidV1) => rates[event.total.currency];
export type K = Exclude<Currency, "GBP"> | Extract<Code, "USD" | "GBP">;
const of = (event: OrderPaidV1) => event.total.currency;
export const i = (event: OrderPaidV1) => of(event) === "GBP";
`,
  });
  expect(usesOf(folder, value("GBP", "total", "currency"))).toMatchInlineSnapshot(`
    [
      "src/compare.ts:7:16 compares currency with "GBP"",
      "src/compare.ts:9:20 compares currency with "GBP"",
      "src/compare.ts:14:68 compares currency with "GBP"",
      "src/compare.ts:18:10 compares currency with "GBP"",
      "src/compare.ts:22:107 compares currency with "GBP"",
      "src/compare.ts:22:125 compares currency with "GBP"",
      "src/compare.ts:23:36 compares currency with "GBP"",
      "src/compare.ts:24:47 compares currency with "GBP"",
      "src/compare.ts:25:63 compares currency with "GBP"",
      "src/compare.ts:27:65 compares currency with "GBP"",
      "src/compare.ts:28:69 compares currency with "GBP"",
      "src/compare.ts:28:98 compares currency with "GBP"",
      "src/compare.ts:29:62 names "GBP"",
      "src/compare.ts:31:43 compares currency with "GBP"",
      "src/compare.ts:32:25 names "GBP"",
      "src/compare.ts:34:35 names "GBP"",
      "src/compare.ts:34:66 names "GBP"",
      "src/compare.ts:36:56 compares currency with "GBP"",
    ]
  `);
});

test("a value is found where it is produced", async () => {
  const folder = await shop({
    "src/produce.ts": `import { type MoneyCurrency as Currency, connect, type OrderPaidV1, orderPaidV1 } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
const publisher = await rabbit.publisher(orderPaidV1);
const island = Math.random() > 0.5;
await publisher.publish({ orderId: "1", total: { amount: 1, currency: island ? "GBP" : "EUR" }, lines: [] });
const currency = "GBP";
await publisher.publish({ orderId: "1", total: { amount: 1, currency }, lines: [] });
const codes = { pound: "GBP" } as const;
await publisher.publish({ orderId: "1", total: { amount: 1, currency: codes.pound }, lines: [] });
export const a = (event: OrderPaidV1) => { event.total.currency = "GBP"; };
export const b: Currency = "GBP";
export const c = (currency: Currency = "GBP") => currency;
export function d(): Currency { return island ? "EUR" : "GBP"; }
export const e = (): OrderPaidV1["total"]["currency"] => "GBP";
export const f = () => c("GBP");
export const g = ({ total: { currency = "GBP" } }: OrderPaidV1) => currency;
export const h: readonly Currency[] = ["EUR", "GBP"];
export const j = (["GBP"] as const) satisfies readonly Currency[];
interface Row { code: Currency }
export const i: Row = { code: "GBP" };
`,
  });
  expect(usesOf(folder, value("GBP", "total", "currency"))).toMatchInlineSnapshot(`
    [
      "src/produce.ts:5:80 produces "GBP"",
      "src/produce.ts:6:18 produces "GBP"",
      "src/produce.ts:9:71 produces "GBP"",
      "src/produce.ts:10:67 produces "GBP"",
      "src/produce.ts:11:28 produces "GBP"",
      "src/produce.ts:12:40 produces "GBP"",
      "src/produce.ts:13:57 produces "GBP"",
      "src/produce.ts:14:58 produces "GBP"",
      "src/produce.ts:15:26 produces "GBP"",
      "src/produce.ts:16:41 produces "GBP"",
      "src/produce.ts:17:47 produces "GBP"",
      "src/produce.ts:18:20 produces "GBP"",
      "src/produce.ts:20:31 produces "GBP"",
    ]
  `);
});

test("values of inline lists, items, numbers, null and constants are found", async () => {
  const folder = await shop({
    "src/inline.ts": `import { connect, type OrderPaidV1, orderPaidV1 } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
const publisher = await rabbit.publisher(orderPaidV1);
const total = { amount: 1, currency: "EUR" } as const;
await publisher.publish({ orderId: "1", total, lines: [], method: "wallet", tags: ["gift"], level: -3, note: null, state: "final" });
export function a({ method, tags, level, note, payer, state }: OrderPaidV1): void {
  if (method === "wallet" || tags?.includes("gift") || level === -3 || note === null || state === "final") return;
  for (const tag of tags ?? []) if (tag === "gift") console.log(tags?.[0] === "gift");
  tags?.map((tag) => tag === "gift");
  if (payer?.kind === "company") console.log(payer.vat);
}
`,
  });
  expect(usesOf(folder, value("wallet", "method"))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:5:67 produces "wallet"",
      "src/inline.ts:7:18 compares method with "wallet"",
    ]
  `);
  expect(usesOf(folder, value("gift", "tags", { items: true }))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:5:84 produces "gift"",
      "src/inline.ts:7:45 compares tags[] with "gift"",
      "src/inline.ts:8:45 compares tags[] with "gift"",
      "src/inline.ts:8:79 compares tags[] with "gift"",
      "src/inline.ts:9:30 compares tags[] with "gift"",
    ]
  `);
  expect(usesOf(folder, value(-3, "level"))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:5:100 produces -3",
      "src/inline.ts:7:66 compares level with -3",
    ]
  `);
  expect(usesOf(folder, value(null, "note"))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:5:110 produces null",
      "src/inline.ts:7:81 compares note with null",
    ]
  `);
  expect(usesOf(folder, value("final", "state"))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:5:123 produces "final"",
      "src/inline.ts:7:99 compares state with "final"",
    ]
  `);
  expect(usesOf(folder, value("company", "payer", "kind"))).toMatchInlineSnapshot(`
    [
      "src/inline.ts:10:23 compares kind with "company"",
    ]
  `);
});

test("the same text elsewhere is not a use", async () => {
  const folder = await shop({
    "src/other.ts": `import { type OrderCancelledV1, type OrderPaidV1 } from "../generated/index.js";
interface Invoice { currency: "EUR" | "GBP"; method: "card" | "wallet"; state: "final" | "draft" }
type Method = "card" | "wallet";
export const a = (invoice: Invoice, { method }: Invoice, mine: Method, inline: "card" | "wallet") =>
  invoice.currency === "GBP" || invoice.method === "wallet" || method === "wallet" || mine === "wallet" || inline === "wallet" || invoice.state === "final";
export const b = (event: OrderPaidV1) => event.orderId === "wallet" || event.orderId === "final" || event.orderId === "GBP";
export const c = (event: OrderCancelledV1, { method }: OrderCancelledV1) => event.method === "wallet" || method === "wallet";
export const d: Invoice = { currency: "GBP", method: "wallet", state: "final" };
export const e = { currency: "GBP", list: ["wallet", "GBP", "final"], GBP: 1 };
console.log("GBP", "wallet", "final");
const done = "final" as const;
export const h = ({ fee, ...event }: OrderCancelledV1): OrderCancelledV1 => (fee === "GBP" ? event : { fee: "GBP" });
export const i = (event: OrderCancelledV1) => event.fee === "GBP";
export const f = (event: OrderPaidV1): OrderPaidV1 => ({ ...event, state: event.state, method: event.method });
export const g = () => done === "final" && e[b.name as "GBP"];
`,
  });
  expect(usesOf(folder, value("GBP", "total", "currency"))).toEqual([]);
  expect(usesOf(folder, value("wallet", "method"))).toEqual([]);
  expect(usesOf(folder, value("final", "state"))).toEqual([]);
});
