import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { brokerRules } from "../../src/rules/broker-rules.js";
import { importRules } from "../../src/rules/import-rules.js";
import { loaderRules } from "../../src/rules/loader/loader-rules.js";
import type { RuleDoc } from "../../src/rules/rule.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";

const all: readonly RuleDoc[] = [...brokerRules, ...importRules];

test("each id that is found on a broker or in an imported document has a page, and each page is needed", () => {
  const found = ["operate", "topology", "asyncapi/import"].flatMap((folder) => idsIn(folder));
  expect([...new Set(found)].sort()).toEqual(all.map(({ id }) => id).sort());
});

test("the ids are sorted, and no other rule has one of them", () => {
  for (const rules of [brokerRules, importRules] as const) {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
  }
  const others = new Set([...lintRules, ...reviewRules, ...loaderRules].map(({ id }) => id));
  expect(all.filter(({ id }) => others.has(id))).toEqual([]);
});

test.each(all)("$id says what, why and what to do", async ({ id, title, why, fix }) => {
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(why).toMatch(/^[A-Z].+\.$/s);
  expect(fix).toMatch(/^[A-Z].+\.$/s);
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
