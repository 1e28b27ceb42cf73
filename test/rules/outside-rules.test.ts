import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { brokerRules } from "../../src/rules/broker-rules.js";
import { importRules } from "../../src/rules/import-rules.js";
import type { RuleDoc } from "../../src/rules/rule.js";
import { formProblems } from "../support/form-problems.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";

const all: readonly RuleDoc[] = [...brokerRules, ...importRules];

test("each id that is found on a broker or in an imported document has a page, and each page is needed", () => {
  const found = ["operate", "topology", "asyncapi/import"].flatMap((folder) => idsIn(folder));
  const documented = all.map(({ id }) => id);
  expect(
    [...new Set(found)].filter((id) => !documented.includes(id)),
    "document these rules in src/rules/broker-rules.ts or import-rules.ts",
  ).toEqual([]);
  expect(
    documented.filter((id) => !found.includes(id)),
    "src/rules documents these rules, of which the code makes no finding",
  ).toEqual([]);
});

test("the ids are sorted", () => {
  for (const rules of [brokerRules, importRules] as const) {
    const ids = rules.map(({ id }) => id);
    expect(ids, "sort the rules of this file in src/rules by id").toEqual([...ids].sort());
  }
});

test.each(all)("$id says what, why and what to do", async (rule) => {
  const { id, why, fix } = rule;
  expect(formProblems(rule), "fix these texts in src/rules").toEqual([]);
  const { code, out } = await runCli(repository, ["rules", id]);
  expect(code).toBe(0);
  expect(out).toContain(`Why: ${why}\nFix: ${fix}\n`);
});

/** Ids in the sources of a folder: of a finding's `rule`, or in the names that all of an import's have. */
function idsIn(folder: string): string[] {
  const path = join(repository, "src", folder);
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const texts = names.map((name) => readFileSync(join(path, name), "utf8"));
  return texts.flatMap((text) =>
    [...text.matchAll(/\brule: "([a-z-]+)"|"(import-[a-z-]+)"/g)].map(([, rule, id]) => rule ?? id ?? ""),
  );
}
