import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { cloneOf, gitEnv, gitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const require = createRequire(import.meta.url);
const isReport = new Ajv({ allErrors: true }).compile(require("rabbitgen/findings.schema.json"));

interface Failed {
  readonly command?: string;
  readonly error?: { readonly message: string; readonly help?: string };
  readonly needs?: { readonly fetch: string; readonly arguments: readonly string[] };
  readonly findings?: readonly { readonly rule: string; readonly file: string }[];
}

const files = {
  "schemas/ev/v1.json": { type: "object" },
  "broken/ev/v1.json": '{ "type": ',
  "old.json": { type: "object" },
  "wrong.json": { type: "objekt" },
  "m.json": {},
};

function parsed({ code, out }: Ran): Failed {
  expect(code).toBe(2);
  return JSON.parse(out) as Failed;
}

describe("--format json prints JSON also when the work could not be done", () => {
  test.each<[argv: string[], message: RegExp]>([
    [["review"], /--against/],
    [["review", "--against", "none"], /git/i],
    [["review", "--against="], /empty/],
    [
      ["review", "--against", "schemas", "--schemas", "broken"],
      /^1 error in broken: they cannot be reviewed\.$/,
    ],
    [["review", "--against", "schemas", "--code", "none"], /none/],
    [["review", "--mode", "sideways"], /sideways/],
    [["review", "--nonsense"], /^unknown option '--nonsense'$/],
    [["review", "--against", "schemas", "--format", "xml=x"], /xml/],
    [["lint", "--schemas", "none"], /^Folder none not found\./],
    [["lint", "--fail-on", "info"], /info/],
    [["lint", "more"], /argument/],
    [["check", "ev", "v9", "m.json"], /v9/],
    [["check", "ev", "v1", "none.json"], /none\.json cannot be read/],
    [["check", "ev", "v1"], /missing required argument/],
    [["check", "ev", "v1", "m.json", "--schemas", "broken"], /^1 error; nothing was checked\.$/],
    [["compare", "old.json", "none.json"], /none\.json cannot be read/],
    [["compare", "old.json", "wrong.json"], /wrong\.json cannot be compared\.$/],
    [["compare", "old.json"], /missing required argument/],
    [["compare", "old.json", "old.json", "--budget", "0"], /--budget/],
    [["generate", "--schemas", "none"], /^Folder none not found\./],
    [["rules", "none"], /Unknown rule/],
    [["nonsense"], /unknown/],
  ])("%j", async (argv, message) => {
    const folder = tempFolder(files);
    for (const format of [["--format", "json"], ["--format=json"]]) {
      const ran = await runCli(folder, [...argv, ...format], { env: gitEnv });
      const { error, command } = parsed(ran);
      expect(error?.message).toMatch(message);
      expect(command).toBe(argv[0]);
      expect(ran.err).not.toBe("");
      if (command === "review" || command === "lint") {
        isReport(JSON.parse(ran.out));
        expect(isReport.errors).toBeNull();
      }
    }
  });

  test("lint's report of schemas with errors is the only JSON", async () => {
    const ran = await runCli(tempFolder(files), ["lint", "--schemas", "broken", "--format", "json"]);
    expect(parsed(ran).findings).toHaveLength(1);
  });

  test("with the findings that are the reason", async () => {
    const argv = ["review", "--against", "schemas", "--schemas", "broken", "--format", "json"];
    const { findings, error } = parsed(await runCli(tempFolder(files), argv));
    expect(findings).toMatchObject([{ rule: "json-syntax", file: "broken/ev/v1.json" }]);
    expect(error?.help).toBe("Fix the errors in `findings`.");
  });

  test("and with the arguments of the fetch that git lacks, as data", async () => {
    const origin = gitRepository();
    const base = origin.commit({ "schemas/ev/v1.json": {} });
    origin.commit({ "schemas/ev/v1.json": { title: "Event" } });
    const clone = cloneOf(origin, "--depth=1");
    const argv = ["review", "--format", "json", "--against"];
    const failed = parsed(await runCli(clone.folder, [...argv, base], { env: gitEnv }));
    expect(failed.needs).toEqual({
      fetch: `git fetch --no-tags --depth=1 origin ${base}`,
      arguments: ["fetch", "--no-tags", "--depth=1", "origin", base],
    });
    expect(failed.error?.help).toContain("git fetch");
    clone.git("-c", "protocol.file.allow=always", ...(failed.needs?.arguments ?? []));
    expect((await runCli(clone.folder, [...argv, base], { env: gitEnv })).code).toBe(0);
    const hostile = "x';touch${IFS}pwned;'";
    const { needs } = parsed(await runCli(clone.folder, [...argv, `origin/${hostile}`], { env: gitEnv }));
    expect(needs?.arguments.at(-1)).toBe(`+refs/heads/${hostile}:refs/remotes/origin/${hostile}`);
  });

  test("into the file that was to have the report", async () => {
    const folder = tempFolder(files);
    const ran = await runCli(folder, ["review", "--against", "none", "--format", "json=report.json"]);
    expect(ran).toMatchObject({ code: 2, out: "" });
    const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Failed;
    expect(report.error?.message).toMatch(/repository/);
  });

  test("but not where another format was asked for", async () => {
    for (const format of [[], ["--format", "text"], ["--format", "text", "--format", "json"]]) {
      const ran = await runCli(tempFolder(files), ["review", "--against", "none", ...format]);
      expect(ran).toMatchObject({ code: 2, out: "" });
    }
    const help = await runCli(tempFolder(files), ["review", "--help", "--format", "json"]);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/^Usage/);
  });
});

const program = join(repository, "dist/src/bin.js");

test.skipIf(!existsSync(program)).each([
  ["waits for what never comes", "await new Promise(() => {})"],
  [
    "throws outside of its work",
    "setTimeout(() => { throw new Error('x'); }, 1); await new Promise(() => {})",
  ],
])("a process that %s prints JSON, too", { tags: "build" }, (_, does) => {
  const hook = `process.stdin[Symbol.asyncIterator] = () => ({ next: async () => { ${does} } });`;
  const argv = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, program];
  const check = ["check", "ev", "v1", "-", "--format", "json"];
  const ran = spawnSync(process.execPath, [...argv, ...check], { cwd: tempFolder(files), encoding: "utf8" });
  expect(ran.status).toBe(2);
  expect((JSON.parse(ran.stdout) as Failed).error?.message).toMatch(/^this is a bug in rabbitgen/);
});
