import { readdirSync, readFileSync } from "node:fs";
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

const pullRequests = join(repository, "test/cli/golden/pull-requests");

test("the README's review is the whole output of the golden file", () => {
  const [, shown = ""] = /^\$ rabbitgen review --against main\n(.*?)^```$/ms.exec(readme) ?? [];
  expect(shown).toBe(readFileSync(join(pullRequests, "enum-value-added.txt"), "utf8"));
});

test("what the README's table says of ten pull requests is what the review says", () => {
  const rows = [
    ...readme.matchAll(/^\| \[[^\]]+\]\(test\/cli\/golden\/pull-requests\/([a-z-]+)\.txt\) \| (.*) \|$/gm),
  ];
  expect(rows.map(([, file]) => file).sort()).toEqual(
    readdirSync(pullRequests)
      .map((name) => name.replace(/\.txt$/, ""))
      .sort(),
  );
  for (const [, file = "", cells = ""] of rows) {
    const output = readFileSync(join(pullRequests, `${file}.txt`), "utf8");
    const [said = "", who = "", deploy = ""] = cells.split(" | ");
    for (const part of said.split("; ")) expect(output, file).toContain(part);
    for (const side of who.split("; ").filter((text) => text.trim() !== ""))
      expect(output, file).toContain(`breaks ${side}`);
    expect(output.toLowerCase(), file).toContain(deploy);
  }
});

test("the README counts the rules of lint", () => {
  expect(readme).toContain(`${lintRules.length} rules in four categories`);
});
