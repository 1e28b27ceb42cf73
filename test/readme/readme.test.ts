import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintRules } from "../../src/lint/rules.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";

const readme = readFileSync(join(repository, "README.md"), "utf8");

test("the README's comparison is what the command prints", async () => {
  const [, shown = ""] = /^\$ rabbitgen compare old\.json new\.json\n(.*?)^```$/ms.exec(readme) ?? [];
  const { out } = await runCli(join(repository, "test/readme"), ["compare", "old.json", "new.json"]);
  expect(shown).toBe(out);
});

test("the README counts the rules of lint", () => {
  expect(readme).toContain(`${lintRules.length} rules in four categories`);
});
