import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

test("every law is tried from a seed that the test names, so that chance decides no run", () => {
  const names = readdirSync(join(repository, "test"), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts") && !name.includes("node_modules"));
  const texts = files.map((name) => [name, readFileSync(join(repository, "test", name), "utf8")] as const);
  const all = texts.flatMap(([name, text]) => laws(text).map((law) => ({ name, ...law })));
  expect(all.length).toBeGreaterThan(30);
  expect(all.filter(({ seeded }) => !seeded).map(({ name, line }) => `${name}:${line}`)).toEqual([]);
});

test.each([
  ["fc.assert(fc.property(fc.nat(), check));", false],
  ["fc.assert(fc.property(fc.nat(), check), { numRuns: 5 });", false],
  ["fc.assert(fc.property(fc.nat(), check), { seed: 1 });", true],
  ["fc.sample(fc.nat(), { numRuns, seed });", true],
  ["fc.sample(fc.nat(), law);", true],
])("%s", (text, seeded) => {
  expect(laws(text)).toEqual([{ line: 1, seeded }]);
});

/** The calls of fast-check that draw: each with its line, and whether it is given a seed, or all that is known of a law. */
function laws(text: string): { readonly line: number; readonly seeded: boolean }[] {
  if (!/\bfc\b/.test(text)) return [];
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const found: { line: number; seeded: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^fc\s*\.(?:assert|check|sample)$/.test(node.expression.getText())) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ line: line + 1, seeded: /\bseed\b|^law$/.test(node.arguments[1]?.getText() ?? "") });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}
