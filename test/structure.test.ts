import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportedNames } from "../src/sdk/exported-names.js";
import { repository } from "./support/repository.js";

/** What each folder of `src` may import from; the folders in order are the pipeline. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ".": [
    "code",
    "compat",
    "contract",
    "lint",
    "patterns",
    "report",
    "review",
    "rules",
    "samples",
    "threads",
    "types",
    "validators",
    "sdk",
    "files",
    "cli",
  ],
  code: [],
  patterns: [],
  contract: ["patterns", "runtime"],
  bundle: ["contract"],
  asyncapi: ["bundle", "contract"],
  types: ["code", "contract", "patterns"],
  validators: ["code", "contract", "patterns", "runtime"],
  compat: ["contract", "patterns", "runtime", "validators"],
  samples: ["compat", "contract", "patterns", "runtime", "validators"],
  threads: [],
  sdk: ["code", "contract", "runtime", "threads", "types", "validators"],
  rules: [],
  lint: ["compat", "contract", "patterns", "rules", "runtime"],
  review: ["compat", "contract", "rules", "runtime"],
  uses: [],
  "embedded-broker": [],
  catalogue: [
    "code",
    "compat",
    "contract",
    "operate",
    "patterns",
    "report",
    "runtime",
    "samples",
    "threads",
    "topology",
    "validators",
  ],
  topology: ["code", "contract", "operate", "runtime"],
  "local-broker": ["contract", "embedded-broker", "runtime", "topology"],
  testing: ["embedded-broker", "runtime"],
  report: ["code", "contract", "rules"],
  files: ["contract"],
  operate: ["compat", "contract", "patterns", "runtime", "validators"],
  git: ["code", "contract", "files"],
  cli: [
    "asyncapi",
    "bundle",
    "catalogue",
    "code",
    "compat",
    "contract",
    "embedded-broker",
    "files",
    "git",
    "lint",
    "local-broker",
    "operate",
    "patterns",
    "report",
    "review",
    "rules",
    "runtime",
    "samples",
    "sdk",
    "topology",
    "uses",
    "validators",
  ],
};

/** Modules of Node that touch the outside; the core does without them. */
const outside = /^node:(?:fs|net|child_process|worker_threads|http|https|process)/;

/** A module of the runtime as its files import it. */
const ownModule = /^\.\.?\/(?:[a-z]+\/)?[a-z0-9-]+\.js$/;

const sources = filesIn("src").map((path) => ({ path, imports: importsOf(path) }));

test("imports go along the pipeline", () => {
  const wrong = sources.flatMap(({ path, imports }) => {
    const from = folderOf(path);
    return imports
      .filter((specifier) => specifier.startsWith("."))
      .map((specifier) => join(path, "..", specifier))
      .map((target) => (target.startsWith("runtime/") ? "runtime" : folderOf(target)))
      .filter((to) => to !== from && to !== "." && !(allowed[from] ?? []).includes(to))
      .map((to) => `${path} imports from ${to}`);
  });
  expect(sources.length).toBeGreaterThan(50);
  expect(wrong).toEqual([]);
});

test("only the edge touches files, processes and threads", () => {
  const edge = /^src\/bin\.ts$|^src\/(?:files|git|cli|embedded-broker\/server)\/|^src\/threads\//;
  const touching = sources.filter(({ imports }) => imports.some((specifier) => outside.test(specifier)));
  expect(touching.map(({ path }) => path).filter((path) => !edge.test(path))).toEqual([]);
});

test("each package has its one seat", () => {
  const seats: Readonly<Record<string, RegExp>> = {
    amqplib: /^src\/operate\//,
    commander: /^src\/cli\//,
    picocolors: /^src\/(?:cli|report)\//,
    "@viz-js": /^src\/catalogue\/draw-flow\.ts$/,
    scslre: /^src\/lint\/rules\/pattern-backtracking\.ts$/,
    "@eslint-community":
      /^src\/(?:lint\/rules\/pattern-backtracking|patterns\/[a-z-]+|contract\/(?:pattern-syntax|unicode-pattern|foreign-syntax))\.ts$/,
    "ts-morph": /^src\/uses\//,
    "jsonc-parser":
      /^src\/(?:contract\/(?:json-(?:source|findings)|child-node)|cli\/edit-document|files\/read-tsconfig)\.ts$/,
    yaml: /^src\/contract\/yaml-document\.ts$/,
    ajv: /^src\/(?:validators\/|contract\/(?:check-structure|meta-schemas|ajv-equality)\.ts$)/,
    refa: /^src\/compat\/(?:load-refa|pattern-language|automaton-texts|find-string)\.ts$/,
    "json-schema-to-typescript": /^src\/types\/print-declarations\.ts$/,
    "ajv-draft-04": /^src\/contract\/(?:check-structure|meta-schemas)\.ts$/,
  };
  const used = sources.flatMap(({ path, imports }) =>
    imports
      .filter((specifier) => /^[a-z@]/.test(specifier) && !specifier.startsWith("node:"))
      .map((name) => [path, name]),
  );
  const strangers = used.filter(([path = "", name = ""]) => !seats[name.split("/")[0] ?? ""]?.test(path));
  expect(strangers).toEqual([]);
});

/** What each folder of the runtime may import from; `.` is its top, with the index. */
const allowedInRuntime: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  errors: ["contract"],
  timing: [],
  options: ["errors"],
  formats: [],
  validate: ["contract", "errors"],
  routing: ["contract", "errors"],
  wire: ["contract", "errors", "routing", "validate"],
  observe: ["contract", "errors", "options"],
  topology: ["contract", "errors", "observe", "options", "routing"],
  connection: ["contract", "errors", "observe", "options", "timing", "topology", "wire"],
  publish: [
    "connection",
    "contract",
    "errors",
    "observe",
    "options",
    "routing",
    "timing",
    "topology",
    "validate",
    "wire",
  ],
  retry: ["connection", "contract", "errors", "options", "publish", "timing", "topology", "wire"],
  consume: [
    "connection",
    "contract",
    "errors",
    "observe",
    "options",
    "retry",
    "timing",
    "topology",
    "validate",
    "wire",
  ],
  ".": [
    "connection",
    "consume",
    "contract",
    "errors",
    "observe",
    "options",
    "publish",
    "retry",
    "timing",
    "topology",
    "validate",
  ],
  opentelemetry: ["errors", "observe", "options", "routing"],
};

test("the runtime's folders import in one direction", () => {
  const found = new Map<string, Set<string>>();
  for (const path of filesIn("runtime")) {
    const from = folderOf(path);
    const targets = importsOf(path).filter((specifier) => specifier.startsWith("."));
    const others = targets.map((specifier) => folderOf(join(path, "..", specifier)));
    found.set(from, new Set([...(found.get(from) ?? []), ...others.filter((to) => to !== from)]));
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  // as they are written above, so that no permission is left that nothing needs
  expect(Object.fromEntries(sorted.map(([from, to]) => [from, [...to].sort()]))).toEqual(allowedInRuntime);
  for (const [from, to] of found) for (const folder of to) expect(reachable(folder)).not.toContain(from);
});

test("the SDK's runtime needs amqplib alone", () => {
  const files = filesIn("runtime").filter((path) => !path.startsWith("runtime/opentelemetry/"));
  const specifiers = files.flatMap(importsOf);
  expect(specifiers).toContain("amqplib");
  expect(specifiers.filter((name) => !ownModule.test(name) && !/^node:|^amqplib$/.test(name))).toEqual([]);
});

test("the SDK's optional OpenTelemetry folder needs the OpenTelemetry API alone", () => {
  const specifiers = filesIn("runtime/opentelemetry").flatMap(importsOf);
  expect(specifiers).toContain("@opentelemetry/api");
  const foreign = specifiers.filter((name) => !ownModule.test(name) && name !== "@opentelemetry/api");
  expect(foreign).toEqual([]);
});

test("no file is called utils, and each is short enough to read", () => {
  const files = [...filesIn("src"), ...filesIn("runtime"), ...filesIn("demo"), ...filesIn("rabbitmq")];
  expect(files.filter((path) => /utils|helpers/.test(path))).toEqual([]);
  const lines = (path: string): number => readFileSync(join(repository, path), "utf8").split("\n").length - 1;
  const long = files.filter((path) => lines(path) > 330);
  expect(long).toEqual([]);
  // every service has a copy of these: neither long ones nor dozens of tiny ones
  const runtime = filesIn("runtime").map((path) => [path, lines(path)] as const);
  expect(runtime.filter(([, count]) => count < 25 || count > 260)).toEqual([]);
});

test("the runtime's names are read as its index exports them", () => {
  const names = exportedNames(readFileSync(join(repository, "runtime/index.ts"), "utf8"));
  expect(names).toContain("Retry");
  expect(names).toContain("ConnectOptions");
  expect([...names].every((name) => /^[A-Za-z]+$/.test(name))).toBe(true);
});

test("nothing calls AbortSignal.any, whose timeouts Node may collect before they fire (nodejs/node#57736)", () => {
  const files = [...filesIn("src"), ...filesIn("runtime")];
  const calls = files.filter((path) =>
    readFileSync(join(repository, path), "utf8").includes("AbortSignal.any("),
  );
  expect(calls).toEqual([]);
});

/** Every folder of the runtime that a folder may come to by imports, itself among them. */
function reachable(folder: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(folder)) return seen;
  seen.add(folder);
  for (const next of allowedInRuntime[folder] ?? []) reachable(next, seen);
  return seen;
}

function filesIn(folder: string): string[] {
  const names = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(repository, path), "utf8");
  return [...text.matchAll(/(?:from|import|import\()\s*"([^"]+)"/g)].map(([, specifier = ""]) => specifier);
}

function folderOf(path: string): string {
  const [, folder = ".", ...rest] = path.split("/");
  return rest.length === 0 ? "." : folder;
}
