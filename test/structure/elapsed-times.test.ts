import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

/** Upper bounds of a time that do not depend on the speed of this machine, each with the reason. */
const allowed: Readonly<Record<string, string>> = {
  "test/broker-contract/cases/dead-lettering.ts":
    "the broker's clock against this one, in seconds since 1970",
};

test("no test demands that something takes less than a number of milliseconds", () => {
  const names = readdirSync(join(repository, "test"), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts")).map((name) => join("test", name));
  const found = files.flatMap((path) =>
    upperBounds(readFileSync(join(repository, path), "utf8")).map((text) => [path, text] as const),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(found.filter(([path]) => allowed[path] === undefined)).toEqual([]);
  expect(Object.keys(allowed).filter((path) => !found.some(([at]) => at === path))).toEqual([]);
});

test.each([
  "const before = Date.now(); expect(Date.now() - before).toBeLessThan(1_500);",
  "const since = performance.now(); expect.soft(performance.now() - since, 'why').toBeLessThanOrEqual(9);",
  "const took = process.hrtime.bigint(); expect(took).not.toBeGreaterThan(9n);",
  "const run = () => ({ ms: Date.now() - before }); const { ms } = run(); expect(run().ms).toBeLessThan(5);",
  "const end = Date.now(); const late = end - 5; assert.ok(late < 100);",
  "const before = Date.now() / 1_000; expect(stamp).toBeLessThan(before + 60);",
])("finds %s", (text) => {
  expect(upperBounds(text)).toHaveLength(1);
});

test.each([
  "const before = Date.now(); expect(Date.now() - before).toBeGreaterThanOrEqual(1_500);",
  "const before = Date.now(); expect(stamp).toBeLessThanOrEqual(Math.ceil(Date.now() / 1_000));",
  "const before = Date.now(); expect(steps).toBeLessThan(5_000);",
  "const before = Date.now(); if (before < 5) expect(steps).toBe(5_000);",
])("leaves alone %s", (text) => {
  expect(upperBounds(text)).toEqual([]);
});

/** The assertions of a source text that a value of a clock is less than one that has a number in it. */
function upperBounds(text: string): string[] {
  if (!/\.now\(|hrtime/.test(text)) return [];
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, true);
  const clock = clockNames(source);
  const found: string[] = [];
  visit(source, (node) => {
    if (isUpperBound(node) && readsClock(node, clock) && hasNumber(node)) found.push(node.getText());
  });
  return found;
}

/** An `expect(…).toBeLessThan(…)`, a `.not.toBeGreaterThan(…)`, or an `assert…(a < b)`. */
function isUpperBound(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression.getText();
  if (/^expect.*\.toBeLessThan(?:OrEqual)?$/s.test(callee)) return true;
  if (/^expect.*\.not\.toBeGreaterThan(?:OrEqual)?$/s.test(callee)) return true;
  const [claim] = node.arguments;
  return /^assert/.test(callee) && claim !== undefined && /[<>]=?/.test(claim.getText());
}

/** The names of what the file fills from a clock, also by way of another such name. */
function clockNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (let size = -1; size < names.size; ) {
    size = names.size;
    visit(source, (node) => {
      const isFilled = ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node);
      if (!isFilled || !ts.isIdentifier(node.name) || node.initializer === undefined) return;
      if (!ts.isFunctionLike(node.initializer) && readsClock(node.initializer, names))
        names.add(node.name.text);
    });
  }
  return names;
}

function readsClock(node: ts.Node, names: ReadonlySet<string>): boolean {
  let reads = false;
  visit(node, (part) => {
    if (ts.isIdentifier(part) && names.has(part.text)) reads = true;
    if (ts.isCallExpression(part) && /^(?:Date|performance)\.now$|\.hrtime/.test(part.expression.getText()))
      reads = true;
  });
  return reads;
}

/** Whether it contains a number, apart from factors, which only change the unit. */
function hasNumber(node: ts.Node): boolean {
  let has = false;
  visit(node, (part) => {
    if (!ts.isNumericLiteral(part) && !ts.isBigIntLiteral(part)) return;
    const { parent } = part;
    const operator = ts.isBinaryExpression(parent) ? parent.operatorToken.kind : undefined;
    if (operator !== ts.SyntaxKind.SlashToken && operator !== ts.SyntaxKind.AsteriskToken) has = true;
  });
  return has;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}
