import { expect, test } from "vitest";
import { checkConsumerOptions } from "../../runtime/consume/consumer-options.js";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import type { QueueSettings } from "../../runtime/contract/contract.js";
import { checkStart } from "../../runtime/topology/declare-topology.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { checkQueueArguments } from "../../src/contract/check-queue-arguments.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { queueArguments } from "../../src/contract/queue-arguments.js";
import { texts } from "../support/load.js";
import { orderFamily } from "../support/order-family.js";

type Arguments = NonNullable<QueueSettings["arguments"]>;

/** What a consumer warns of when it starts with these arguments of its queue. */
function warned(own: object, queue: Partial<QueueSettings> = {}, mode: DeclareMode = "assert"): string[] {
  const wanted = { name: "q", ...queue, arguments: own as Arguments };
  const plan = consumerPlan([orderFamily()], { queue: wanted }, {}, mode);
  return checkStart(plan, mode, undefined)
    .filter(({ code }) => code === "queue-argument")
    .map(({ message }) => message);
}

test("warns of a name that RabbitMQ does not have, with the one that is near", () => {
  expect(warned({ "x-max-lenght": 10 })).toEqual([
    'queue "q": RabbitMQ has no queue argument "x-max-lenght" and ignores it. Did you mean "x-max-length"?',
  ]);
  expect(warned({ "x-priority": 1 })[0]).toContain("an argument of a consumer");
  expect(warned({ "x-max-lenght": null })).toHaveLength(1);
  expect(warned({ "x-message-deduplication": true, "x-queue-type": "quorum", "x-max-length": 10 })).toEqual(
    [],
  );
});

test("warns of what RabbitMQ ignores, and leaves to it what it refuses", () => {
  expect(warned({ "x-delivery-limit": "50" })[0]).toMatch(/ignores "x-delivery-limit" with the string "50"/);
  expect(warned({ "x-queue-mode": "lazy" }, { type: "classic" })[0]).toContain("is obsolete");
  expect(warned({ "x-max-length": "many" })).toEqual([]);
  expect(warned({ "x-max-priority": 5 })).toEqual([]);
});

test("warns of what RabbitMQ would refuse where it is not asked", () => {
  for (const mode of ["check", "none"] as const)
    expect(warned({ "x-max-length": "many" }, {}, mode)[0]).toMatch(/refuses "x-max-length"/);
  const takenOver = { declare: "check" } as const;
  expect(warned({ "x-max-length": "many" }, takenOver)[0]).toMatch(/refuses "x-max-length"/);
  expect(warned({ "x-owner": "billing" }, takenOver)).toEqual([]);
  expect(warned({ "x-queue-mode": "lazy" }, takenOver)).toEqual([]); // it may be classic
  expect(warned({ "x-queue-mode": "lazy" }, { ...takenOver, type: "quorum" })).toHaveLength(1);
});

test("warns of null where there is nothing to leave out, or where it takes more away than it says", () => {
  for (const name of ["x-dead-letter-exchange", "x-delivery-limit", "x-dead-letter-strategy"])
    expect(warned({ [name]: null })).toEqual([]);
  expect(warned({ "x-max-length": null })[0]).toContain("has no effect");
  expect(warned({ "x-overflow": null }, { type: "classic" })[0]).toContain("has no effect");
  expect(warned({ "x-overflow": null }, { declare: "check" })[0]).toContain("has no effect");
  expect(warned({ "x-overflow": null })[0]).toContain('turns off x-dead-letter-strategy "at-least-once"');
  expect(warned({ "x-overflow": null, "x-dead-letter-strategy": null })).toEqual([]);
  expect(warned({ "x-overflow": null, "x-dead-letter-exchange": null })).toEqual([]);
  expect(warned({ "x-expires": null }, { perInstance: true })).toEqual([]);
  expect(warned({ "x-expires": null })[0]).toContain("has no effect");
});

test("refuses values that no argument can have, and survives the others that JavaScript may give", () => {
  for (const value of [Symbol("s"), {}, Object.create(null), [], () => {}, 1n])
    expect(() =>
      checkConsumerOptions({ handlers: {}, queue: { name: "q", arguments: { "x-max-length": value } } }),
    ).toThrow(/argument "x-max-length" of a queue must be a string, a number, true, false or null/);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined, "x".repeat(1_000)])
    for (const name of [...queueArguments.keys(), "x-other"])
      if (!name.startsWith("x-dead-letter-"))
        expect(() => warned({ [name]: value }, {}, "check"), name).not.toThrow();
});

test("says nothing of what contract.json gives, which lint has seen", () => {
  const family = orderFamily();
  const queue = { name: "q", arguments: { "x-max-lenght": 10 } };
  const plan = consumerPlan([family], {}, { [family.event]: { queue } });
  expect(checkStart(plan, "assert", undefined)).toEqual([]);
});

test("finds in code what lint finds in contract.json, of every argument, type and kind of value", async () => {
  const { sources } = await loadContract(texts({ "contract.json": {}, "paid/v1.json": {} }));
  const source = sources.get("contract.json");
  if (source === undefined) throw new Error("contract.json is missing");
  for (const type of ["quorum", "classic"] as const)
    for (const name of [...queueArguments.keys(), "x-max-lenght", "x-delay"])
      for (const value of [0, 1, -1, "", "lazy", "drop-head", true]) {
        const queue = { name: "q", type, arguments: { [name]: value } };
        const linted = checkQueueArguments({ queue }, "", source)
          .filter(({ severity }) => severity === "warning")
          .map(({ message, help }) => `queue "q": ${message} ${help}`);
        const risky = name.startsWith("x-dead-letter-") || name === "x-consumer-timeout";
        if (!risky) expect(warned(queue.arguments, { type }), `${type} ${name} ${value}`).toEqual(linted);
      }
});
