import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { START_TIMEOUT_MS } from "../../runtime/connection/connect-options.js";
import { DEFAULT_RETRY } from "../../runtime/topology/queue-plan.js";
import { deadLetterQueue } from "../../runtime/topology/queue-topology.js";
import { MAX_BODY_BYTES } from "../../runtime/wire/body.js";
import { repository } from "../support/repository.js";

const read = (page: string): string =>
  readFileSync(join(repository, "docs", page), "utf8").replace(/\s+/g, " ");

test("limits of lengths that count as none are those of a message", () => {
  expect(read("how-to/compare.md")).toContain(
    `Limits of ${MAX_BODY_BYTES.toLocaleString("en")} and more count as no limit, because a message of`,
  );
});

test("the defaults of retries are the runtime's", () => {
  const { strategy, delays, maxAttempts } = DEFAULT_RETRY;
  const shown = delays.map((delay) => JSON.stringify(delay)).join(", ");
  expect(read("how-to/consume.md")).toContain(`| \`${strategy}\`, \`[${shown}]\`, \`${maxAttempts}\` |`);
  expect(read("explanation/reliability.md")).toContain(`\`maxAttempts\` (default ${maxAttempts})`);
});

test("the time for a first connection is the runtime's", () => {
  const row = new RegExp(`\\| \`startTimeout\` \\| [^|]+\\| \`${START_TIMEOUT_MS}\` \\|`);
  expect(read("reference/connecting.md")).toMatch(row);
});

test("a dead-letter queue has the delivery limit that docs/how-to/operating.md states", () => {
  expect(deadLetterQueue("q").arguments["x-delivery-limit"]).toBe(1_000_000);
  expect(read("how-to/operating.md")).toContain("dead-letter queues allow a million deliveries");
});
