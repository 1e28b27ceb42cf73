import { expect, test } from "vitest";
import type { ConsumerOptions } from "../../runtime/consume/consumer-options.js";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { checkStart } from "../../runtime/topology/declare-topology.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { orderFamily } from "../support/order-family.js";

const rabbit = (version: string) => ({ product: "RabbitMQ", version });

function check(
  options: Omit<ConsumerOptions<unknown>, "handlers">,
  { declare = "assert", version = "4.0.5" }: { declare?: DeclareMode; version?: string } = {},
) {
  const plan = consumerPlan([orderFamily()], { queue: "q", ...options }, {}, declare);
  return checkStart(plan, declare, rabbit(version)).map(({ code }) => code);
}

test("has nothing to say of the SDK's own topology", () => {
  expect(check({})).toEqual([]);
  expect(check({ queue: { name: "q", type: "classic" } })).toEqual([]);
  expect(check({ retry: { strategy: "hold", delays: ["1s"], maxAttempts: 100 } })).toEqual([]);
  expect(check({}, { version: "3.10.0" })).toEqual([]);
});

test("refuses a broker without what retries need, or warns where an operator declares", () => {
  expect(() => check({}, { version: "3.9.29" })).toThrow(
    /RabbitMQ 3\.9\.29 is too old: .*quorum queues.*3\.10/,
  );
  expect(check({}, { version: "3.9.29", declare: "check" })).toEqual(["broker-version"]);
  const plan = consumerPlan([orderFamily()], { queue: "q" }, {});
  expect(checkStart(plan, "assert", { product: "LavinMQ", version: "2.0.0" })).toEqual([]);
  expect(checkStart(plan, "assert", undefined)).toEqual([]);
});

test("does not let the broker's delivery limit come before the SDK's own", () => {
  const queue = { name: "q", arguments: { "x-delivery-limit": 5 } };
  const hold = (maxAttempts: number) => ({ queue, retry: { strategy: "hold", maxAttempts } as const });
  expect(() => check(hold(5))).toThrow(
    /x-delivery-limit 5, which is not above maxAttempts 5.*raise x-delivery-limit/s,
  );
  expect(check(hold(4))).toEqual([]);
  expect(check({ queue })).toEqual(["delivery-limit"]); // `delay` counts in copies: only crashes count there
});

test("warns of a queue that drops what is too much", () => {
  const bounded = { "x-max-length": 10 };
  expect(check({ queue: { name: "q", arguments: bounded } })).toEqual([]);
  const drops = { ...bounded, "x-overflow": "drop-head" };
  expect(check({ queue: { name: "q", arguments: drops } })).toEqual(["overflow-drops"]);
  expect(check({ queue: { name: "q", type: "classic", arguments: bounded } })).toEqual(["overflow-drops"]);
});

test("finds where the broker's own dead letters go, or warns that it cannot", () => {
  const queue = (own: Record<string, string>) => ({ queue: { name: "q", arguments: own } });
  const default_ = { "x-dead-letter-exchange": "" };
  expect(() => check(queue(default_))).toThrow(/which is the queue itself/);
  expect(check(queue({ ...default_, "x-dead-letter-routing-key": "graveyard" }))).toEqual([]);
  expect(check(queue({ "x-dead-letter-exchange": "dlx" }))).toEqual([]); // bound when it is declared
  expect(check(queue({ "x-dead-letter-exchange": "dlx" }), { declare: "check" })).toEqual([
    "dead-letter-target",
  ]);
});

test("says what is taken for granted when nothing is declared", () => {
  expect(check({}, { declare: "none" })).toEqual(["undeclared-topology"]);
});

test("keeps handlers below the broker's consumer timeout", () => {
  expect(() => check({ handlerTimeout: "29m" })).not.toThrow();
  expect(() => check({ handlerTimeout: "30m" })).toThrow(/consumer_timeout, 30 min/);
  const patient = { name: "q", arguments: { "x-consumer-timeout": 3_600_000 } };
  expect(() => check({ queue: patient, handlerTimeout: "59m" })).not.toThrow();
  expect(() => check({ queue: patient, handlerTimeout: "1h" })).toThrow(/handlerTimeout/);
  const hold = { strategy: "hold", delays: ["1s", "26m"] } as const;
  expect(() => check({ retry: hold })).toThrow(/a message cannot be held for 1560000 ms/);
  expect(() => check({ retry: hold, handlerTimeout: "1m" })).not.toThrow();
});

test("requires the queue's type to be set only once", () => {
  const queue = { name: "q", arguments: { "x-queue-type": "classic" } };
  expect(() => check({ queue })).toThrow(/set its type with "type"/);
  expect(() => check({ queue: { ...queue, type: "classic" } })).not.toThrow();
});

test("refuses a breaker that could never close or open", () => {
  expect(() => check({ breaker: { failures: 0 } })).toThrow(/breaker\.failures/);
  expect(() => check({ breaker: { pause: "soon" } })).toThrow(/not a duration/);
});
