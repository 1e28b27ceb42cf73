import { describe, expect, test } from "vitest";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { orderFamily } from "../support/order-family.js";

const family = orderFamily();

type Options = Parameters<typeof consumerPlan>[1];

function plan(queue: unknown, retry: Options["retry"] = {}, declare: DeclareMode = "assert"): () => unknown {
  return () => consumerPlan([family], { queue: queue as string, retry }, {}, declare);
}

describe("a consumer's queue name", () => {
  const none = { strategy: "none" } as const;
  test.each<[string, number, Options["retry"], DeclareMode]>([
    ["by default leaves room for the ladder's last step", 240, {}, "assert"],
    ["leaves that room whatever delays are configured", 240, { delays: ["5ms"] }, "assert"],
    ["leaves room for the longest configured delay where nothing may be declared", 243, {}, "check"],
    [
      "does so wherever that delay stands in the list",
      240,
      { delays: ["24h", "1ms"], maxAttempts: 2 },
      "none",
    ],
    ["leaves room for .dead without retries", 250, none, "assert"],
    ["leaves room for .dead when each message has one attempt", 250, { maxAttempts: 1 }, "assert"],
    ["leaves room for .dead when messages are held", 250, { strategy: "hold" }, "assert"],
    ["leaves room for .dead when messages are requeued", 250, { strategy: "requeue" }, "assert"],
  ])("%s: %i bytes", (_, longest, retry, declare) => {
    expect(plan("q".repeat(longest), retry, declare)).not.toThrow();
    expect(plan("q".repeat(longest + 1), retry, declare)).toThrow(ConfigurationError);
  });

  test("is counted in bytes of UTF-8", () => {
    expect(plan("ü".repeat(120))).not.toThrow();
    expect(plan("ü".repeat(121))).toThrow(
      /"\.retry\.18000000" .* 257 bytes; .* at most 255: shorten it by 2/,
    );
    expect(plan("🐇".repeat(63), none)).toThrow(/"\.dead" .* 257 bytes/);
  });

  test("that is refused for its length is not repeated in full", () => {
    const message = ((): string => {
      try {
        plan("q".repeat(100_000))();
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    expect(message).toContain("shorten it by 99760");
    expect(message.length).toBeLessThan(400);
  });

  test.each(["amq.", "amq.gen-1", "amq.rabbitmq.reply-to"])("%s is the broker's own", (name) => {
    for (const declare of ["assert", "check", "none"] as const)
      expect(plan(name, {}, declare)).toThrow(/reserves names that begin with amq\./);
  });
  test.each(["amq", "amqp.orders", "AMQ.orders", "orders.amq."])("%s is free to use", (name) =>
    expect(plan(name)).not.toThrow(),
  );
  test.each(["", { name: "" }, { name: 7 }, {}])("%j is none: the broker would make one up", (queue) =>
    expect(plan(queue)).toThrow(/a queue needs a name/),
  );

  test("from contract.json is checked like one of the call", () => {
    const consumes = { [family.event]: { queue: { name: "amq.orders" } } };
    expect(() => consumerPlan([family], {}, consumes)).toThrow(/reserves/);
  });
});
