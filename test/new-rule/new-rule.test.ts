import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { lintRulesSchema } from "../../tools/new-rule/lint-rules-schema.js";
import { newRule } from "../../tools/new-rule/new-rule.js";
import { withRule } from "../../tools/new-rule/registry.js";
import { tags } from "../support/projects.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

/** What the tests of the rules need of the repository. */
const parts = [
  "src",
  "runtime",
  "rabbitmq",
  "bench",
  "test",
  "json-schemas",
  "package.json",
  "tsconfig.json",
];

function copyOfRepository(): string {
  const folder = tempFolder();
  const isOurs = (path: string) => !/node_modules/.test(path.slice(repository.length));
  for (const part of parts)
    cpSync(join(repository, part), join(folder, part), { recursive: true, filter: isOurs });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "vitest.config.js"),
    `export default ${JSON.stringify({ test: { maxWorkers: 1, tags } })};`,
  );
  return folder;
}

/** Runs the rules' own tests in the copy; gives what failed, by name, or what it printed where nothing could run. */
function failuresIn(folder: string, files: readonly string[], ...options: readonly string[]): string[] {
  const vitest = join(repository, "node_modules", "vitest", "vitest.mjs");
  const { stdout } = spawnSync(
    process.execPath,
    [
      vitest,
      "run",
      ...files,
      "--reporter=json",
      "-t",
      "my-rule|registry|says what|still to be written",
      ...options,
    ],
    { cwd: folder, encoding: "utf8", env: { ...process.env, CI: "" } },
  );
  const start = stdout.indexOf('{"numTotalTestSuites"');
  if (start < 0) return [stdout];
  const { testResults } = JSON.parse(stdout.slice(start)) as {
    testResults: {
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string }[];
    }[];
  };
  return testResults.flatMap(({ status, message, assertionResults }) => {
    if (status === "failed" && assertionResults.length === 0) return [message];
    return assertionResults.filter((one) => one.status === "failed").map(({ fullName }) => fullName);
  });
}

/** Paths of the files whose text is not the repository's. */
function changedIn(folder: string): string[] {
  const paths = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".ts"))
    .filter((path) => {
      const before = readdirSync(join(repository, "src", path, "..")).includes(path.split("/").at(-1) ?? "");
      return (
        !before ||
        readFileSync(join(repository, "src", path), "utf8") !==
          readFileSync(join(folder, "src", path), "utf8")
      );
    })
    .sort();
}

describe.each([
  {
    kind: "lint",
    model: "event-unowned",
    files: ["test/lint/registry.test.ts", "test/lint/rule-examples.test.ts"],
  },
  { kind: "review", model: "vhost-changed", files: ["test/review/rules.test.ts"] },
])("a new rule of $kind", { timeout: 300_000 }, ({ kind, model, files }) => {
  test("is rejected by the tests of the rules until its own file is written, and by nothing else", () => {
    const folder = copyOfRepository();
    const steps = newRule(folder, kind, "my-rule");
    expect(steps.indexOf("npm run docs")).toBeLessThan(steps.indexOf("npx vitest run"));
    expect(steps).toContain(`npx vitest run ${files.at(-1)} -t my-rule --update`);
    expect(changedIn(folder)).toEqual([`${kind}/${kind}-rules.ts`, `${kind}/rules/my-rule.ts`]);
    const failures = failuresIn(folder, files).join("\n");
    expect(failures).toContain("no rule has a text that is still to be written");
    expect(failures).toMatch(/my-rule.* has both kinds of examples/);
    expect(failures).not.toContain("registry");

    const path = (id: string) => join(folder, "src", kind, "rules", `${id}.ts`);
    const written = readFileSync(path(model), "utf8");
    const camel = model.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    writeFileSync(path("my-rule"), written.replaceAll(model, "my-rule").replaceAll(camel, "myRule"));
    const remaining = failuresIn(folder, files, "--update");
    // the model is a rule about the same thing, which the audit of review's examples notices
    expect(remaining.filter((name) => !name.includes("rule that it is not about"))).toEqual([]);
  });
});

test("a rule with a known or unusual id is refused, and nothing is written", () => {
  const folder = copyOfRepository();
  expect(() => newRule(folder, "lint", "event-unowned")).toThrow("already exists");
  expect(() => newRule(folder, "lint", "Event")).toThrow("Usage");
  expect(() => newRule(folder, "check", "my-rule")).toThrow("Usage");
  expect(changedIn(folder)).toEqual([]);
});

test.each([
  ["lint", lintRules],
  ["review", reviewRules],
] as const)(
  "the registry of %s is as it is written for a new rule, so that adding one changes two lines",
  (kind, rules) => {
    const text = readFileSync(join(repository, "src", kind, `${kind}-rules.ts`), "utf8");
    const added = withRule(text, "aa-first");
    expect(added.replace(/^.*aaFirst.*\n/gm, "")).toBe(text);
    expect(added.match(/aaFirst/g)).toHaveLength(2);
    expect(rules.length).toBeGreaterThan(30);
  },
);

test("contract.schema.json lists the rules of lint with their titles and defaults", () => {
  const path = join(repository, "json-schemas", "contract.schema.json");
  const text = readFileSync(path, "utf8");
  expect(lintRulesSchema(text, lintRules)).toBe(text);
  const one = [{ id: "my-rule", title: 'A "title"', on: true, severity: "error" as const }];
  const schema = JSON.parse(lintRulesSchema(text, one)) as {
    properties: { lint: { properties: { rules: { properties: unknown } } } };
  };
  expect(schema.properties.lint.properties.rules.properties).toEqual({
    "my-rule": { $ref: "#/definitions/lintLevel", description: 'A "title". Default error.' },
  });
});
