import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import { ruleCatalog } from "../../src/project/rule-catalog.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { lintRulesSchema } from "../../tools/docs/lint-rules-schema.js";
import { knownRules } from "../../tools/new-rule/known-rules.js";
import { withoutRule, withRule } from "../../tools/new-rule/registry.js";
import { type RuleKind, rulePaths } from "../../tools/new-rule/rule-kind.js";
import { ruleSteps } from "../../tools/new-rule/rule-steps.js";
import { run, usage } from "../../tools/new-rule/run.js";
import { gitEnv } from "../support/git-repository.js";
import { projectDefaults, tags } from "../support/projects.js";
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

function copyOfRepository(copied = parts): string {
  const folder = tempFolder();
  const isOurs = (path: string) => !/node_modules/.test(path.slice(repository.length));
  for (const part of copied)
    cpSync(join(repository, part), join(folder, part), { recursive: true, filter: isOurs });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "vitest.config.js"),
    `export default ${JSON.stringify({ test: { maxWorkers: 1, tags, ...projectDefaults } })};`,
  );
  return folder;
}

/** Runs the rules' own tests in the copy; gives what failed, by name, or what it printed where nothing could run. */
function failuresIn(folder: string, files: readonly string[], ...options: readonly string[]): string[] {
  const vitest = join(repository, "node_modules", "vitest", "vitest.mjs");
  const { stdout } = spawnSync(
    process.execPath,
    [vitest, "run", ...files, "--reporter=json", "-t", "my-rule|registry", ...options],
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

/** The messages of the compiler about one file of the copy. */
function errorsOf(folder: string, file: string): string[] {
  writeFileSync(
    join(folder, "tsconfig.rule.json"),
    JSON.stringify({ extends: "./tsconfig.json", include: [file] }),
  );
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.rule.json"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((line) => line.includes(" error "));
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

describe.each<{ kind: RuleKind; model: string }>([
  { kind: "lint", model: "event-unowned" },
  { kind: "review", model: "vhost-changed" },
])("a new rule of $kind", { timeout: 300_000 }, ({ kind, model }) => {
  const { rule, golden } = rulePaths(kind, "my-rule");
  const files = [`test/${kind}/registry.test.ts`, `test/${kind}/rule-examples.test.ts`];

  test("is rejected by its own tests until its file is written, and by nothing else", () => {
    const folder = copyOfRepository();
    run(folder, [kind, "my-rule"]);
    expect(changedIn(folder)).toEqual([`${kind}/${kind}-rules.ts`, `${kind}/rules/my-rule.ts`]);
    const failures = failuresIn(folder, files, "--update");
    expect(failures.filter((name) => !name.includes("my-rule"))).toEqual([]);
    expect(failures.join("\n")).toMatch(/my-rule.* is written, and has examples of both kinds/);
    expect(existsSync(join(folder, golden))).toBe(false);

    const written = readFileSync(join(folder, "src", kind, "rules", `${model}.ts`), "utf8");
    const camel = model.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    writeFileSync(join(folder, rule), written.replaceAll(model, "my-rule").replaceAll(camel, "myRule"));
    const remaining = failuresIn(folder, files, "--update");
    // the model is a rule about the same thing, which the audit of review's examples notices
    expect(remaining.filter((name) => !name.includes("rule that it is not about"))).toEqual([]);
    expect(existsSync(join(folder, golden))).toBe(true);

    run(folder, ["--remove", kind, "my-rule"]);
    expect(changedIn(folder)).toEqual([]);
    expect(existsSync(join(folder, golden))).toBe(false);
  });

  test("has a template whose levels the compiler rejects, and nothing else of it but TODO", () => {
    const folder = copyOfRepository();
    run(folder, [kind, "my-rule"]);
    const errors = errorsOf(folder, rule);
    expect(errors.join("\n")).toContain(`Type '"TODO"' is not assignable to type 'Severity'`);
    expect(errors.join("\n")).toContain(`Type '"TODO"' is not assignable to type 'RuleCategory'`);
    expect(errors.filter((message) => !message.includes("TODO"))).toEqual([]);
  });
});

test("CONTRIBUTING.md has the steps that the command prints", () => {
  const page = readFileSync(join(repository, "CONTRIBUTING.md"), "utf8");
  const section = page.split("\n## ").find((each) => each.startsWith("Add a rule")) ?? "";
  const steps = section.split(/\n\d+\. /).slice(1);
  expect(steps).toHaveLength(ruleSteps("lint", "my-rule").length);
  for (const [index, step] of ruleSteps("lint", "my-rule").entries())
    expect(steps[index]?.replaceAll(/\s+/g, " "), `step ${index + 1}`).toContain(step);
  const printed = run(copyOfRepository(["src"]), ["lint", "my-rule"]);
  for (const [index, step] of ruleSteps("lint", "my-rule").entries())
    expect(printed).toContain(`  ${index + 1}. ${step}\n`);
});

test("the ids of all rules are known from their files", () => {
  const known = knownRules(repository);
  expect([...known.keys()].sort()).toEqual(
    ruleCatalog()
      .map(({ id }) => id)
      .sort(),
  );
  expect(known.get("event-unowned")).toBe("src/lint/rules/event-unowned.ts");
});

describe("the command refuses, and changes nothing:", () => {
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-new-rule-"));
  cpSync(join(repository, "src"), join(folder, "src"), { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each<[argv: readonly string[], message: string]>([
    [["lint", "event-unowned"], "src/lint/rules/event-unowned.ts has it"],
    [["lint", "schema-changed"], "src/review/rules/schema-changed.ts has it"],
    [["lint", "json-syntax"], "src/rules/loader/json.ts has it"],
    [["lint", "binding-foreign"], "src/rules/broker-rules.ts has it"],
    [["review", "string-unbounded"], "src/lint/rules/string-unbounded.ts has it"],
    [["lint", "my-rule2"], "without digits"],
    [["lint", "Event"], "lowercase letters"],
    [["lint", "delete"], "two or more words"],
    [["check", "my-rule"], 'must be lint or review, not "check"'],
    [["lint"], "Name the kind of the rule and its id"],
    [["lint", "my-rule", "more"], "Too many arguments: more"],
    [["lint", "my-rule", "--nonsense"], "--nonsense"],
    [["--remove", "lint", "my-rule"], "Nothing was removed"],
  ])("%j", (argv, message) => {
    expect(() => run(folder, argv)).toThrow(message);
    expect(changedIn(folder)).toEqual([]);
  });

  test("to remove a rule that is committed", () => {
    for (const argv of [["init"], ["add", "src/lint"], ["commit", "--message", "Rules"]])
      expect(spawnSync("git", argv, { cwd: folder, env: { ...process.env, ...gitEnv } }).status).toBe(0);
    expect(() => run(folder, ["--remove", "lint", "event-unowned"])).toThrow("is committed");
    expect(() => run(folder, ["lint", "event-unowned"])).toThrow("Choose another id.");
    expect(changedIn(folder)).toEqual([]);
  });

  test("a rule that is not finished, and says how to undo it", () => {
    const other = copyOfRepository(["src"]);
    run(other, ["lint", "my-rule"]);
    expect(() => run(other, ["lint", "my-rule"])).toThrow("npm run new-rule -- --remove lint my-rule");
    rmSync(join(other, rulePaths("lint", "my-rule").rule));
    expect(() => run(other, ["lint", "my-rule"])).toThrow("npm run new-rule -- --remove lint my-rule");
    run(other, ["--remove", "lint", "my-rule"]);
    expect(changedIn(other)).toEqual([]);
  });
});

test("the command prints its usage", () => {
  expect(run(repository, ["--help"])).toBe(usage);
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
    expect(withoutRule(added, "aa-first")).toBe(text);
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
