import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { repository } from "../support/repository.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

afterEach(() => vi.restoreAllMocks());

/** From now on the wall clock jumps each time that it is read. */
function breakClock(jumpMs: number): void {
  const now = Date.now();
  let reads = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    reads += 1;
    return now + reads * jumpMs;
  });
}

test.each([
  ["forward", 3_600_000],
  ["back", -3_600_000],
])("waits for handlers and confirms as long as it should while the clock is set %s", async (_, jumpMs) => {
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  breakClock(jumpMs);
  const begun = new Seen<string>();
  const ended = new Seen<string>();
  const consumer = await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: async ({ orderId }) => {
        begun.add(orderId);
        await new Promise((resolve) => setTimeout(resolve, 300));
        ended.add(orderId);
      },
      v2: "dead-letter",
    },
  });
  const back = nextEvent(rabbit, "consumer-recovered");
  proxy.cut();
  await back;
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  await begun.count(1);
  expect(await consumer.close()).toEqual({ drained: 1, abandoned: 0 });
  expect(ended.items).toEqual(["o-1"]);
  const last = publisher.publish({ orderId: "o-2" });
  await publisher.close();
  expect(await last).toHaveProperty("messageId");
  await rabbit.close();
});

test("reads the wall clock for what it writes into messages only", () => {
  const folder = join(repository, "runtime");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const reads = files.flatMap((file) =>
    readFileSync(join(folder, file), "utf8")
      .split("\n")
      .filter((line) => /\bDate\.now\(|new Date\(\)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(reads.every((line) => /timestamp:|deadLetterHeaders\(/.test(line))).toBe(true);
  expect(reads).toHaveLength(3);
});
