import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { Reject } from "../../runtime/index.js";
import { deadLetterQueue, retryQueue } from "../../runtime/topology/queue-topology.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { poll, Seen } from "../support/waiting.js";

const bench = useBench();

test.each([
  ["dead", "cannot be declared", { "x-queue-type": "classic" }, "assert"],
  ["retry.50", "cannot be declared", { "x-queue-type": "classic" }, "assert"],
  ["dead", "is missing", undefined, "none"],
  ["retry.50", "is missing", undefined, "none"],
  ["dead", "is full", { "x-max-length": 0, "x-overflow": "reject-publish" }, "none"],
] as const)(
  "is not ok while a message cannot be copied since <queue>.%s %s, and is ok again afterwards",
  async (name, _, wrong, declare) => {
    const family = orderFamily();
    const queue = bench.queue();
    const made = await (await bench.connect()).consumer(family, {
      queue,
      handlers: { v1: "dead-letter", v2: "dead-letter" },
    });
    await made.close();
    const rabbit = await bench.connect({ declare });
    const failures = new Seen<Error>();
    rabbit.on("copy-failed", ({ cause }) => failures.add(cause));
    const target = `${queue}.${name}`;
    await bench.channel.deleteQueue(target);
    const consumer = await rabbit.consumer(family, {
      queue,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      breaker: false,
      handlers: {
        v1: (_event, { attempt }) => {
          if (name === "dead") throw new Reject("no");
          if (attempt === 1) throw new Error("again");
        },
        v2: "dead-letter",
      },
    });
    const publisher = await rabbit.publisher(family.versions.v1);
    expect(rabbit.health().status).toBe("ok");
    await bench.channel.deleteQueue(target);
    if (wrong !== undefined) await bench.channel.assertQueue(target, { durable: true, arguments: wrong });
    await publisher.publish({ orderId: "o" });
    await failures.count(2);
    expect(consumer.health).toEqual({ queue, state: "copies-failing", active: 1 });
    expect(rabbit.health().status).toBe("degraded");
    await consumer.pause();
    expect(consumer.health.state).toBe("paused");
    await consumer.resume();
    await bench.channel.deleteQueue(target);
    await bench.channel.assertQueue(target, {
      durable: true,
      arguments: (name === "dead" ? deadLetterQueue(queue) : retryQueue(queue, 50)).arguments,
    });
    await poll(async () => rabbit.health().status === "ok");
    expect(consumer.health.state).toBe("consuming");
    if (name === "dead") await bench.holds(target, 1);
  },
);

test("says that a consumer is closed when it gives up a copy", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ declare: "none" });
  const failures = new Seen<Error>();
  rabbit.on("copy-failed", ({ cause }) => failures.add(cause));
  await bench.channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
  const consumer = await rabbit.consumer(family, {
    queue,
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  bench.channel.sendToQueue(queue, Buffer.from("{"));
  await failures.count(1);
  expect(consumer.health.state).toBe("copies-failing");
  await consumer.close({ timeout: 1_000 });
  expect(consumer.health).toMatchObject({ state: "closed", active: 0 });
  await bench.holds(queue, 1);
});
