import { expect, test } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();

test("writes what an operator needs from the first connection on, and never the password", async () => {
  const lines: string[] = [];
  const write = (level: string) => (line: string) => void lines.push(`${level} ${line}`);
  const log = { info: write("info"), warn: write("warn"), error: write("error") };
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ log });
  const dead = nextEvent(rabbit, "dead-letter");
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms"], maxAttempts: 2 },
    handlers: {
      v1: () => {
        throw new Error("gateway down");
      },
      v2: "dead-letter",
    },
  });
  const { messageId } = await (await rabbit.publisher(family.versions.v1)).publish({ orderId: "o-1" });
  await dead; // the broker has the copy a moment before it confirms it
  expect(lines[0]).toMatch(
    /^info rabbitgen: connected \((?:publishing|consuming), virtual host .+, .+:\d+\)$/,
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^warn rabbitgen: retry in \d+ ms, queue .* v1 message/),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(
      new RegExp(`^error rabbitgen: dead letter \\(.*message ${messageId}.*gateway down$`),
    ),
  );
  expect(lines.join("\n")).not.toContain("guest@");
});

test.each([null, "console", {}, { info: () => {}, warn: () => {} }])("refuses %j as a log", async (log) => {
  await expect(bench.connect({ log: log as never })).rejects.toThrow(
    "log must have the methods info, warn and error",
  );
});
