import { expect, test } from "vitest";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
let left: Promise<unknown> | undefined;

test("a test may end while it waits for a queue", async () => {
  const queue = bench.queue();
  await bench.channel.assertQueue(queue, { durable: true });
  left = bench.holds(queue, 1).catch((error: unknown) => error);
  expect(await bench.count(queue)).toBe(0);
});

test("such a wait ends with its test, and does not close the channel of the next one", async () => {
  expect(await left).toMatchObject({ message: expect.stringMatching(/^the test of queue q\.\w+ is over$/) });
  expect(await bench.channel.assertQueue(bench.queue(), { durable: true })).toMatchObject({
    messageCount: 0,
  });
});
