// @module-tag long
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { walkPage } from "../support/walk-page.js";

const path = join(repository, "docs/how-to/evolve-an-event.md");

test("each step of the page works, and prints what the page says", async () => {
  const { folder, commit } = gitRepository();
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  commit({
    "package.json": { type: "module", dependencies: { amqplib: "^2.3.1" } },
  });
  const { page, failed } = await walkPage(readFileSync(path, "utf8"), folder);
  await expect(page).toMatchFileSnapshot(path);
  expect(failed).toEqual([
    "rabbitgen review --against main: 1",
    "tsc --noEmit: 1",
    "rabbitgen review --against HEAD~1: 1",
    "rabbitgen lint: 1",
    "rabbitgen lint: 1",
    "tsc --noEmit: 1",
    "rabbitgen review --against HEAD~1: 1",
  ]);
});
