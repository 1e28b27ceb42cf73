// @module-tag long
import { describe, expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import { routedEvent } from "../../src/review/routed-example.js";
import { texts } from "../support/load.js";
import { review } from "./review-folders.js";

/** A folder with a routed event, and services that read it with these bindings. */
function read(routingKey: string, binds: Readonly<Record<string, unknown>>, exchange?: object) {
  const consumers = Object.entries(binds).map(([name, bind]) => [
    name,
    { consumes: { order_paid: bind === undefined ? {} : { bind } } },
  ]);
  const services = { ...Object.fromEntries(consumers), "svc-order": { publishes: ["order_paid"] } };
  return {
    ...routedEvent(routingKey),
    "contract.json": { services, ...(exchange === undefined ? {} : { exchange }) },
  };
}

async function said(old: ReturnType<typeof read>, now: ReturnType<typeof read>) {
  return (await review(old, now)).map(({ rule, message, review: details }) => ({
    rule,
    message,
    services: details?.services,
  }));
}

describe("a routing key that changes", () => {
  test("hits the services whose bindings no longer match, and no other", async () => {
    const binds = { "svc-all": "order.#", "svc-billing": undefined, "svc-eu": "order.eu.paid" };
    const now = { ...binds, "svc-eu": "order.paid.eu" };
    const found = await said(read("order.{region}.paid", binds), read("order.paid.{region}", now));
    expect(found.filter(({ rule }) => rule === "routing-key-changed")).toEqual([
      {
        rule: "routing-key-changed",
        message: expect.stringContaining('the queue of svc-billing, which is bound with "order.*.paid",'),
        services: ["svc-billing", "svc-eu", "svc-order"],
      },
    ]);
    // what it was bound for by the old key it is bound for by the new one
    expect(found.filter(({ rule }) => rule === "bind-changed")).toEqual([]);
  });

  test.each([
    ["order.{region}.paid", "order.{region}.{region}", undefined],
    ["order.{region}.paid", "order.{region}.late", "order.#"],
    ["order.{region}.paid", "order.v{region}.paid", undefined],
    ["order.v{region}.paid", "order.{region}.paid", undefined],
    ["order.eu.paid", "order.us.paid", "order.*.paid"],
  ])("from %s to %s with the binding %s is judged by the messages that are lost", async (from, to, bind) => {
    const [old, now] = [read(from, { svc: bind }), read(to, { svc: bind })];
    const lost = (await said(old, now)).filter(({ rule }) => rule === "routing-key-changed");
    expect(lost).toHaveLength(to === "order.{region}.{region}" ? 1 : 0);
  });

  test.each(["fanout", "headers"])("loses nothing on a %s exchange", async (type) => {
    const exchange = { name: "orders", type };
    const [old, now] = [
      read("a.{region}", { svc: undefined }, exchange),
      read("b", { svc: undefined }, exchange),
    ];
    expect((await said(old, now)).filter(({ rule }) => rule === "routing-key-changed")).toEqual([]);
  });

  test("loses what a direct exchange's list has", async () => {
    const exchange = { name: "orders", type: "direct" };
    const [old, now] = [
      read("a.{region}", { svc: "a.eu" }, exchange),
      read("b.{region}", { svc: "b.eu" }, exchange),
    ];
    expect((await said(old, now)).filter(({ rule }) => rule === "routing-key-changed")).toMatchObject([
      {
        message: expect.stringContaining('"a.eu" is now published with "b.eu"'),
        services: ["svc", "svc-order"],
      },
    ]);
  });
});

test("says which value was read from the payload before, and for which version", async () => {
  const [old, now] = [read("a.{region}", {}), read("a.{region}", {})];
  const without = { ...now, "order_paid/v1.json": { type: "object", properties: {} } };
  const told = (await said(old, without as never)).filter(
    ({ rule }) => rule === "routing-key-source-changed",
  );
  expect(told).toEqual([
    {
      rule: "routing-key-source-changed",
      message: "For v1, publish requires {region}, which was read from the payload before.",
      services: ["svc-order"],
    },
  ]);
});

test("the schemas of an event with placeholders are read although only others are wanted", async () => {
  const files = texts({ ...routedEvent("a.{region}"), "sent/v1.json": { type: "object" } });
  const { contract } = await loadContract(files, { wanted: () => false });
  expect([...(contract?.definitions.keys() ?? [])]).toEqual(["order_paid/v1.json#"]);
});

test("a narrower binding is judged by the keys of the versions that are still read", async () => {
  const listing = (...regions: readonly string[]) => ({
    type: "object",
    properties: { region: { enum: regions } },
    required: ["region"],
  });
  const folder = (bind: readonly string[], versions: readonly string[]) => ({
    ...routedEvent("order.{region}.paid"),
    "order_paid/v1.json": listing("eu"),
    "order_paid/v2.json": listing("us", "ca"),
    "contract.json": { services: { svc: { consumes: { order_paid: { bind, versions } } } } },
  });
  const old = folder(["order.eu.paid", "order.us.paid", "order.ca.paid"], ["v1", "v2"]);
  const changed = async (now: typeof old) =>
    (await review(old, now)).filter(({ rule }) => rule === "bind-changed").map(({ message }) => message);
  expect(await changed(folder(["order.us.paid", "order.ca.paid"], ["v2"]))).toEqual([]);
  expect(await changed(folder(["order.us.paid"], ["v2"]))).toEqual([
    expect.stringContaining('"order.ca.paid"'),
  ]);
});
