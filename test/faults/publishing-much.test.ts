import { expect, test } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { usePrograms } from "../support/program.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
const start = usePrograms();
const MIB = 1024 * 1024;

test("publishes 100,000 messages of 4 KB with a heap of 64 MiB, and keeps no more than what is under way", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const program = start<{ confirmed: number; samples: number; grown: number; unconfirmed: number }>(
    "publish-much",
    [bench.broker.url, family.event],
    ["--expose-gc", "--max-old-space-size=64"],
  );
  const [report] = await Promise.race([program.said.count(1), program.ended.then((end) => [end])]);
  expect(report).toMatchObject({ confirmed: 100_000, samples: 21, unconfirmed: 0 });
  // 5,000 messages under way are 20 MiB of bodies and as much of bookkeeping
  expect(report).toHaveProperty(
    "grown",
    expect.toSatisfy((bytes: number) => bytes < 64 * MIB),
  );
  expect(await program.ended).toEqual({ code: 0, signal: null, stderr: "" });
  await bench.holds(queue, 100_000);
}, 600_000);
