import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startBroker, type TestBroker } from "../../src/testing/index.js";
import { repository } from "../support/repository.js";

const page = readFileSync(join(repository, "docs/how-to/testing.md"), "utf8");

test("docs/how-to/testing.md names everything that a test broker can do", async () => {
  await using broker: TestBroker = await startBroker();
  const told = ["name", "port", "connections", "view", "reset"];
  const missing = Object.keys(broker).filter((name) => !told.includes(name) && !page.includes(name));
  expect(missing).toEqual([]);
});
