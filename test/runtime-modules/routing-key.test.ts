import { describe, expect, test } from "vitest";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import type { EventFamily, EventVersion } from "../../runtime/contract/event-version.js";
import { routingKeyOf } from "../../runtime/routing/routing-key.js";
import { delayQueue } from "../../runtime/topology/queue-topology.js";
import { encodeAndRead } from "../../runtime/wire/body.js";
import { identifyEvent } from "../../runtime/wire/identify-version.js";
import { orderFamily, orderVersion } from "../support/order-family.js";

const anything = (value: unknown) => ({ valid: true, value: value as never }) as const;

/** A version whose key has the region of its customer, and an area that is passed to publish. */
function routed(parts: NonNullable<EventVersion["routingKeyParts"]>, changes: Partial<EventVersion> = {}) {
  const { version: _, ...others } = changes;
  return {
    ...orderVersion("order_paid", "v1", { routingKey: "order.{x}.paid", ...others, routingKeyParts: parts }),
    reader: anything,
    writer: anything,
  };
}

const byData = routed(["order.", { payload: ["customer", "region"] }, ".paid"]);
const byOption = routed(["order.", { publish: "area" }, ".paid"]);

function thrown(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe("a routing key of data", () => {
  test.each([
    ["eu", "order.eu.paid"],
    [12, "order.12.paid"],
    [-0, "order.0.paid"],
    [true, "order.true.paid"],
    ["köln nord{x}", "order.köln nord{x}.paid"],
  ])("has %j in its word", (region, key) =>
    expect(routingKeyOf(byData, { customer: { region } }, undefined)).toBe(key),
  );

  test.each([
    ["eu.west", /is "eu\.west", and \. does not stay/],
    ["*", /and \* does not stay/],
    ["#", /and # does not stay/],
    ["", /is empty/],
    ["\ud800", /not well-formed Unicode/],
    [1.5, /is the number 1\.5/],
    [null, /is null/],
    [["eu"], /is an array/],
    [{}, /is an object/],
    [undefined, /has no value/],
    ["é".repeat(127), /with which the key has 265 bytes/],
  ])("never has %j", (region, message) => {
    const error = thrown(() => routingKeyOf(byData, { customer: { region } }, undefined));
    expect(error).toMatchObject({
      name: "RoutingKeyError",
      certainty: "not-sent",
      placeholder: "customer.region",
      message: expect.stringMatching(message),
      advice: expect.stringMatching(/\w/),
    });
    expect(String(error)).toContain("{customer.region}");
    expect(String(error).length).toBeLessThan(300);
  });

  test("is made of what its readers parse", () => {
    const payload = { customer: { region: { toJSON: () => "eu" } } };
    const { parsed, content } = encodeAndRead(byData, payload);
    expect(routingKeyOf(byData, parsed, undefined)).toBe("order.eu.paid");
    expect(JSON.parse(content.toString())).toEqual({ customer: { region: "eu" } });
    const inherited = Object.create({ customer: { region: "us" } });
    expect(thrown(() => routingKeyOf(byData, inherited, undefined))).toMatchObject({
      name: "RoutingKeyError",
    });
  });

  test("has no value of a prototype", () => {
    const version = routed(["order.", { payload: ["constructor", "name"] }]);
    expect(thrown(() => routingKeyOf(version, {}, undefined))).toMatchObject({ name: "RoutingKeyError" });
    const given = routed(["order.", { publish: "toString" }]);
    expect(thrown(() => routingKeyOf(given, {}, {}))).toMatchObject({ name: "RoutingKeyError" });
  });
});

describe("a routing key of options", () => {
  test("has what publish is given", () =>
    expect(routingKeyOf(byOption, {}, { area: "eu" })).toBe("order.eu.paid"));

  test.each<[EventVersion, unknown, string, RegExp]>([
    [byOption, undefined, "area", /has no value/],
    [byOption, {}, "area", /has no value/],
    [byOption, { area: undefined }, "area", /has no value/],
    [byOption, { area: 5 }, "area", /must be a string/],
    [byOption, { area: "eu.west" }, "area", /does not stay/],
    [byOption, { aera: "eu" }, "aera", /does not exist/],
    [byData, { "customer.region": "eu" }, "customer.region", /is read from the payload/],
    [orderFamily().versions.v1, { region: "eu" }, "region", /does not exist/],
  ])("is refused without the right ones: %#", (version, given, placeholder, message) => {
    const error = thrown(() => routingKeyOf(version, { customer: { region: "eu" } }, given as never));
    expect(error).toMatchObject({
      name: "RoutingKeyError",
      certainty: "not-sent",
      placeholder,
      message: expect.stringMatching(message),
    });
  });
});

describe("a message without a type", () => {
  const family = (event: string, parts: NonNullable<EventVersion["routingKeyParts"]>): EventFamily => ({
    event,
    versions: { v1: { ...routed(parts), exchange: { name: "x", type: "topic" }, event } },
  });
  const paid = family("order_paid", ["order.", { payload: ["region"] }, ".paid"]);
  const cancelled = family("order_cancelled", ["order.", { payload: ["region"] }, ".cancelled"]);
  const read = (routingKey: string, exchange = "x") =>
    identifyEvent(
      { type: undefined, origin: () => ({ exchange, routingKey }) },
      { version: undefined, event: undefined } as never,
      [paid, cancelled],
    );
  test("is the event whose key it has", () => {
    expect(read("order.eu.paid")).toEqual({ value: paid });
    expect(read("order.us.cancelled")).toEqual({ value: cancelled });
    expect(read("order.us.west.cancelled")).toMatchObject({ reason: "unknown-event" });
    expect(read("order.eu.paid", "y")).toMatchObject({ reason: "unknown-event" });
  });
});

describe("bindings", () => {
  const parts = ["order.", { payload: ["region"] }, ".paid"] as const;
  const of = (type: EventVersion["exchange"]["type"], event = "order_paid"): EventFamily => ({
    event,
    versions: { v1: { ...routed(parts, { exchange: { name: "x", type } }), event } },
  });
  const keys = (family: EventFamily, options: object = {}, consumes: object = {}) =>
    consumerPlan([family], { queue: "q", ...options }, consumes as never).bindings.map(
      ({ routingKey }) => routingKey,
    );

  test("take all messages of an event unless they are said", () => {
    expect(keys(of("topic"))).toEqual(["order.*.paid"]);
    expect(keys(of("fanout"))).toEqual(["order.*.paid"]);
    const partly = { event: "e", versions: { v1: routed(["order.v", { payload: ["region"] }, "-x.paid"]) } };
    expect(keys(partly)).toEqual(["order.*.paid"]);
    expect(keys(orderFamily({ routingKey: "order.paid" }))).toEqual(["order.paid"]);
  });

  test("are those of the options, else those of contract.json", () => {
    const consumes = { order_paid: { bind: ["order.eu.paid", "order.us.paid"] } };
    expect(keys(of("topic"), {}, consumes)).toEqual(["order.eu.paid", "order.us.paid"]);
    expect(keys(of("topic"), { bind: "#.paid" }, consumes)).toEqual(["#.paid"]);
    expect(keys(of("topic"), { bind: { order_paid: "order.#" } }, consumes)).toEqual(["order.#"]);
    expect(keys(of("topic"), { bind: undefined }, consumes)).toEqual(["order.eu.paid", "order.us.paid"]);
    expect(keys(of("direct"), { bind: ["order.eu.paid", "order.eu.paid"] })).toEqual(["order.eu.paid"]);
  });

  test("belong to one event each", () => {
    const families = [of("topic"), of("topic", "order_late")];
    const bindings = (bind: unknown) =>
      consumerPlan(families, { queue: "q", bind: bind as never }, {}).bindings.map((each) => each.routingKey);
    expect(bindings({ order_late: "order.eu.paid" })).toEqual(["order.*.paid", "order.eu.paid"]);
    expect(() => bindings("order.#")).toThrow(/must name the event/);
    expect(() => bindings({ order_payed: "order.#" })).toThrow(/names "order_payed"/);
  });

  test.each<[EventVersion["exchange"]["type"], unknown, RegExp]>([
    ["topic", "orders.*.paid", /matches none of its routing keys, "order\.\{region\}\.paid"/],
    ["topic", "order.paid", /matches none/],
    ["topic", "order.eu*.paid", /whole words/],
    ["topic", "order.{region}.paid", /has a placeholder.*use \*/],
    ["topic", "", /non-empty/],
    ["topic", [], /non-empty/],
    ["topic", ["order.eu.paid", 5], /non-empty/],
    ["topic", null, /non-empty/],
    ["topic", `order.${"x".repeat(250)}.paid`, /has 261 bytes/],
    ["direct", undefined, /list them in "bind"/],
    ["direct", "order.*.paid", /direct, where \* and # are ordinary characters/],
    ["direct", "order.eu.west.paid", /matches none/],
    ["fanout", "order.eu.paid", /fanout exchange, which ignores routing keys/],
    ["headers", "order.eu.paid", /headers exchange/],
  ])("are refused where nothing would come by them: %s %j", (type, bind, message) => {
    const error = thrown(() => keys(of(type), { bind }));
    expect(error).toMatchObject({ name: "ConfigurationError", message: expect.stringMatching(message) });
  });

  test("may be undetermined where an operator declares them", () => {
    const plan = consumerPlan([of("direct")], { queue: "q" }, {}, "check");
    expect(plan.bindings).toHaveLength(1);
  });
});

describe("a delay queue", () => {
  test("is one per exchange and step for all keys that are made of data", () => {
    const route = { exchange: { name: "x/y", type: "topic" }, routingKey: "a.{b}" } as const;
    const one = delayQueue({ ...route, routingKeyParts: ["a.", { payload: ["b"] }] }, 1_000);
    const other = delayQueue(
      { ...route, routingKey: "c.{d}", routingKeyParts: ["c.", { publish: "d" }] },
      1_000,
    );
    expect(one).toEqual(other);
    expect(one.name).toBe("x%2Fy.delay.1000");
    expect(one.arguments).not.toHaveProperty("x-dead-letter-routing-key");
    expect(delayQueue(route, 1_000).arguments).toHaveProperty("x-dead-letter-routing-key", "a.{b}");
  });
});
