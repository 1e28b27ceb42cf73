import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { batchPlan, consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { mostConstants } from "../../src/sdk/listed-values.js";
import { orderFamily } from "../support/order-family.js";
import { repository } from "../support/repository.js";

const read = (page: string): string =>
  readFileSync(join(repository, "docs", page), "utf8").replace(/\s+/g, " ");
const seconds = (ms = 0): string => `${ms / 1_000}s`;

/** The last cell of an option's row. */
function defaultOf(page: string, option: string): string | undefined {
  return new RegExp(`\\| \`${option}\` \\| [^|]+ \\| ([^|]+) \\|`).exec(read(page))?.[1];
}

test("a consumer without options has the defaults of docs/how-to/consume.md", () => {
  const { prefetch, handlerTimeout, breaker } = consumerPlan([orderFamily()], { queue: "q" }, {});
  expect(defaultOf("how-to/consume.md", "prefetch")).toBe(`\`${prefetch}\``);
  expect(defaultOf("how-to/consume.md", "handlerTimeout")).toBe(`\`"${handlerTimeout / 60_000}m"\``);
  expect(defaultOf("how-to/consume.md", "breaker")).toBe(
    `\`{ failures: ${breaker?.failures}, pause: "${seconds(breaker?.pauseMs)}", maxPause: "${seconds(breaker?.maxPauseMs)}" }\``,
  );
});

test("batches have the defaults and the limits of docs/how-to/batches.md", () => {
  const stated = /default (\d+) ms, at most (\d+) min/.exec(read("how-to/batches.md")) ?? [];
  const [within, most] = stated.slice(1).map(Number);
  expect(batchPlan({ size: 1 }, "delay")?.withinMs).toBe(within);
  const mostMs = (most ?? 0) * 60_000;
  expect(batchPlan({ size: 1, within: mostMs }, "delay")?.withinMs).toBe(mostMs);
  expect(() => batchPlan({ size: 1, within: mostMs + 1 }, "delay")).toThrow("batch.within");
  const sizes = /number of messages in a batch, 1 to ([\d,]+)/.exec(read("how-to/batches.md"))?.[1];
  const largest = Number(sizes?.replace(",", ""));
  expect(batchPlan({ size: largest }, "delay")?.size).toBe(largest);
  expect(() => batchPlan({ size: largest + 1 }, "delay")).toThrow("batch.size");
});

test("a version has as many constants as docs/reference/schema-files.md states", () => {
  expect(read("reference/schema-files.md")).toContain(`A version has at most ${mostConstants} constants`);
});
