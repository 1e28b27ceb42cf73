import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { marked, type Tokens } from "marked";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { cloneOf, type GitRepository, gitEnv } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { action } from "./run-action.js";
import { installProgram, orderPaid, rabbitgen, shop } from "./shop.js";

const page = readFileSync(join(repository, "docs/how-to/continuous-integration.md"), "utf8");

/** The code blocks under a heading of the page. */
function blocks(heading: string): string[] {
  const tokens = marked.lexer(page);
  const start = tokens.findIndex((token) => token.type === "heading" && token["text"] === heading);
  const rest = tokens.slice(start + 1);
  const end = rest.findIndex((token) => token.type === "heading");
  const section = rest.slice(0, end < 0 ? rest.length : end);
  return section.filter((token): token is Tokens.Code => token.type === "code").map(({ text }) => text);
}

/** Runs a shell script where a project is checked out and installed. */
function shell({ folder }: GitRepository, script: string, env: Record<string, string> = {}) {
  const options = { cwd: folder, encoding: "utf8", env: { ...gitEnv, HOME: tempFolder(), ...env } } as const;
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", script], options as { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A clone of the shop's `main`, as a developer has it. */
function project(): GitRepository {
  const clone = cloneOf(shop().origin);
  installProgram(clone.folder);
  return clone;
}

const breaking = { "schemas/order_paid/v1.json": orderPaid({}, ["orderId", "total", "note"]) };
const harmless = { "schemas/order_paid/v1.json": orderPaid({ place: { type: "string", maxLength: 9 } }) };

test("GitHub: the workflow gives the action what it takes, and the permissions that it needs", () => {
  const [text = ""] = blocks("GitHub");
  const { permissions, jobs } = parse(text) as {
    permissions: unknown;
    jobs: { rabbitgen: { steps: { uses?: string; with?: Record<string, string> }[] } };
  };
  expect(permissions).toEqual({ contents: "read", "pull-requests": "write" });
  const step = jobs.rabbitgen.steps.at(-1);
  expect(step?.uses).toBe("./node_modules/rabbitgen");
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
});

test("GitHub: the page lists the inputs as action.yml has them", () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (?:`(.*?)`)? ?\|/gm)].map(([, name, preset]) => [
    name,
    preset ?? "",
  ]);
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    name,
    input.default.replace(/^\$\{\{ (.*) \}\}$/, "$1"),
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(inputs));
});

test("GitLab: each job's script runs, and writes the reports that the job keeps", () => {
  const [text = ""] = blocks("GitLab");
  const jobs = parse(text) as Record<
    string,
    { script?: string[]; artifacts?: { paths?: string[]; reports?: { codequality: string } } }
  >;
  const clone = project();
  const base = clone.git("rev-parse", "HEAD");
  clone.commit(breaking);
  const env = { GITLAB_CI: "true", CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
  const codes = Object.entries(jobs).map(([name, { script = [], artifacts }]) => {
    const { status } = shell(clone, script.join("\n"), env);
    const { paths = [], reports } = artifacts ?? {};
    for (const path of [...paths, ...(reports ? [reports.codequality] : [])])
      expect(existsSync(join(clone.folder, path)), path).toBe(true);
    return [name, status];
  });
  expect(codes).toEqual([
    [".rabbitgen", 0],
    ["rabbitgen-lint", 0],
    ["rabbitgen-review", 1],
    ["rabbitgen-generated", 1],
  ]);
  const quality = readFileSync(join(clone.folder, "rabbitgen-review.json"), "utf8");
  expect(JSON.parse(quality)).toHaveLength(1);
});

/** A project with the hook switched on, and how to commit what is staged there. */
function hooked() {
  const [hook = ""] = blocks("Before a commit");
  const clone = project();
  clone.commit({ ".githooks/pre-commit": hook });
  chmodSync(join(clone.folder, ".githooks/pre-commit"), 0o755);
  clone.git("config", "core.hooksPath", ".githooks");
  return { ...clone, commitStaged: () => shell(clone, "git commit -q -m Change") };
}

test("Before a commit: the hook stops a stale SDK, and what is not all staged", () => {
  const { folder, git, commitStaged } = hooked();
  writeFiles(folder, harmless);
  git("add", "schemas");
  const stale = commitStaged();
  expect(stale).toMatchObject({ status: 1, stderr: expect.stringContaining("is out of date") });
  writeFiles(folder, { "schemas/order_sent/v1.json": orderPaid() });
  const untracked = commitStaged();
  expect(untracked).toMatchObject({ status: 1, stderr: expect.stringContaining("Stage or stash") });
  git("add", "schemas");
  writeFiles(folder, { "schemas/order_sent/v1.json": "{}" });
  const changed = commitStaged();
  expect(changed).toMatchObject({ status: 1, stderr: expect.stringContaining("Stage or stash") });
});

test("Before a commit: the hook lets pass what breaks nothing, and nothing else", () => {
  const { folder, git, commitStaged } = hooked();
  const change = (files: Readonly<Record<string, unknown>>) => {
    writeFiles(folder, files);
    rabbitgen(folder, "generate");
    git("add", "schemas", "generated");
    return commitStaged();
  };
  expect(change(harmless)).toMatchObject({ status: 0 });
  const broken = change(breaking);
  expect(broken).toMatchObject({ status: 1, stderr: expect.stringContaining("breaks consumers") });
});

test("Before a commit: the framework's hooks run commands that there are", () => {
  const [, config = ""] = blocks("Before a commit");
  const { repos } = parse(config) as { repos: { hooks: { entry: string; files: string }[] }[] };
  const clone = project();
  for (const { entry, files } of repos.flatMap(({ hooks }) => hooks)) {
    expect(shell(clone, entry)).toMatchObject({ status: 0 });
    expect("schemas/order_paid/v1.json").toMatch(new RegExp(files));
  }
});
