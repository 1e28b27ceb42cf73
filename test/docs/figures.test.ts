import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { START_TIMEOUT_MS } from "../../runtime/connection/connect-options.js";
import { DEFAULT_RETRY } from "../../runtime/topology/queue-plan.js";
import { deadLetterQueue } from "../../runtime/topology/queue-topology.js";
import { MAX_BODY_BYTES } from "../../runtime/wire/encode-event.js";
import { commands } from "../../src/cli/commands/index.js";
import type { Io } from "../../src/cli/io.js";
import { repository } from "../support/repository.js";

const read = (page: string): string =>
  readFileSync(join(repository, "docs", page), "utf8").replace(/\s+/g, " ");

test("the limit of a message is the runtime's on each page that states it", () => {
  const mib = MAX_BODY_BYTES / 1024 / 1024;
  expect(read("how-to/troubleshooting.md")).toContain(`a body over ${mib} MiB`);
  expect(read("reference/connecting.md")).toContain(`the body is over ${mib} MiB`);
  expect(read("reference/wire-format.md")).toContain(`up to ${mib} MiB`);
  expect(read("explanation/reliability.md")).toContain(`an event is over ${mib} MiB`);
  expect(read("how-to/compare.md")).toContain(
    `Limits of ${MAX_BODY_BYTES.toLocaleString("en")} and more count as no limit, because a message of ${mib} MiB`,
  );
});

test("the defaults of retries are the runtime's", () => {
  const { strategy, delays, maxAttempts } = DEFAULT_RETRY;
  const shown = delays.map((delay) => JSON.stringify(delay)).join(", ");
  expect(read("how-to/consume.md")).toContain(`| \`${strategy}\`, \`[${shown}]\`, \`${maxAttempts}\` |`);
});

test("the time for a first connection is the runtime's", () => {
  const page = read("reference/connecting.md");
  expect(page).toMatch(new RegExp(`\\| \`startTimeout\` \\| [^|]+\\| \`${START_TIMEOUT_MS}\` \\|`));
  expect(page).toContain(`with the last attempt's error | ${START_TIMEOUT_MS / 1000} s |`);
});

test("the figures of docs/how-to/operating.md are those of the commands and of the queues", () => {
  const page = read("how-to/operating.md");
  const dead = commands({} as Io, () => {}).find((command) => command.name() === "dead");
  const max = dead?.commands
    .find((command) => command.name() === "list")
    ?.options.find(({ long }) => long === "--max");
  expect(page).toContain(
    `reads at most ${Number(max?.defaultValue).toLocaleString("en")} messages of each queue`,
  );
  expect(deadLetterQueue("q").arguments["x-delivery-limit"]).toBe(1_000_000);
  expect(page).toContain("dead-letter queues allow a million deliveries");
});
