import { expect, test } from "vitest";
import type { ConsumptionEntry } from "../../src/catalogue/model.js";
import { wireRows } from "../../src/catalogue/wire-rows.js";
import { catalogueFor, contractOf } from "./make.js";

const region = { type: "object", properties: { region: { enum: ["eu", "us"] } }, required: ["region"] };
const event = { exchange: { name: "orders", type: "topic" }, routingKey: "order.{region}.paid" };

async function consumptions(
  consumes: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<readonly ConsumptionEntry[]> {
  const contract = await contractOf({
    "contract.json": { services: { mine: { consumes } } },
    "paid/v1.json": region,
    "paid/event.json": event,
    ...more,
  });
  const { services } = await catalogueFor(contract);
  return services.flatMap((service) => service.consumes);
}

const words = ({ handling }: ConsumptionEntry): readonly string[] =>
  (handling?.facts ?? []).map(({ name, values }) => [name, ...values].join(" | "));

test("a queue is shown with its defaults and with the keys that get all messages", async () => {
  const [entry, ...others] = await consumptions({ paid: { queue: { name: "mine.paid" } } });
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ service: "mine", event: "paid", versions: undefined, queue: "mine.paid" });
  expect(entry?.handling?.keys).toEqual(["order.*.paid"]);
  expect(entry && words(entry)).toEqual([
    "quorum queue",
    "prefetch | 1",
    "5 attempts",
    "retried from retry queues after | 1s | 10s | 1m | 1m",
    "dead letters in | mine.paid.dead",
  ]);
});

test.each([
  [{ retry: { strategy: "none" } }, "1 attempt"],
  [{ retry: { strategy: "requeue", maxAttempts: 3 } }, "retried at once"],
  [
    { retry: { strategy: "hold", delays: ["1500ms"], maxAttempts: 2 } },
    "retried by the consumer, which holds the message, after | 1500ms",
  ],
  [{ prefetch: 3 }, "prefetch | 3"],
  [
    { queue: { name: "q", arguments: { "x-max-length": 5, "x-overflow": null } } },
    "arguments | x-max-length: 5 | without x-overflow",
  ],
  [{ queue: { name: "q", declare: "check" } }, "an existing queue"],
  [
    { queue: { name: "q", perInstance: true }, retry: { strategy: "none" } },
    "a queue for each instance, called | q.instance.…",
  ],
  [{ queue: { name: "q", type: "classic" } }, "classic queue"],
])("what the contract says of a consumer is shown: %j", async (settings, shown) => {
  const [entry] = await consumptions({ paid: { queue: { name: "q" }, ...settings } });
  expect(entry && words(entry)).toContain(shown);
});

test("a queue of several events shows for each one its own keys", async () => {
  const queue = { name: "mine.orders" };
  const entries = await consumptions(
    { paid: { queue, bind: ["order.eu.paid"] }, gone: { queue } },
    { "gone/v1.json": true, "gone/event.json": { ...event, routingKey: "order.gone" } },
  );
  expect(entries.map(({ event: name, handling }) => [name, handling?.keys])).toEqual([
    ["paid", ["order.eu.paid"]],
    ["gone", ["order.gone"]],
  ]);
});

test("an exchange that does not look at keys shows none, and a queue that code names nothing", async () => {
  const fanout = { exchange: { name: "all", type: "fanout" }, routingKey: "gone" };
  const more = { "gone/v1.json": true, "gone/event.json": fanout };
  const [paid, gone] = await consumptions({ paid: {}, gone: { queue: { name: "q" } } }, more);
  expect(paid).toMatchObject({ queue: undefined, handling: undefined });
  expect(gone?.handling?.keys).toEqual([]);
});

test("the wire table says where the words of a routing key come from, and what is done with the undeclared", async () => {
  const contract = await contractOf({
    "paid/v1.json": {},
    "paid/v2.json": region,
    "paid/event.json": { ...event, unversioned: "v1", writer: "declared-only" },
  });
  const [entry] = (await catalogueFor(contract)).events;
  const rows = new Map((entry ? wireRows(entry) : []).map(({ part, values }) => [part, values]));
  expect(rows.get("routing key")).toEqual([
    { code: "order.{region}.paid" },
    {
      code: "{region}",
      words: "is what its publisher gives to publish (v1); the payload's region: eu, us (v2)",
    },
  ]);
  expect(rows.get("no version is named")).toEqual([{ words: "read as v1" }]);
  expect(rows.get("undeclared properties")).toEqual([{ words: "never sent" }]);
});
