import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { expect, test } from "vitest";
import { exportedNames } from "../src/sdk/exported-names.js";
import { repository } from "./support/repository.js";

/** What each folder of `src` imports from; `.` is its top, which nothing imports. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  json: [],
  code: [],
  machine: [],
  patterns: ["code", "machine"],
  threads: [],
  findings: ["code", "json"],
  rules: ["code", "findings", "json"],
  contract: ["code", "findings", "json", "machine", "patterns", "runtime"],
  bundle: ["contract", "json"],
  asyncapi: ["bundle", "code", "contract", "findings", "json", "messages"],
  types: ["code", "contract", "findings", "json", "patterns"],
  validators: ["code", "contract", "json", "patterns", "runtime"],
  "compat/text": ["machine", "runtime"],
  "compat/prove": ["code", "compat/text", "contract", "json", "machine", "patterns", "runtime", "validators"],
  "compat/diff": ["code", "compat/prove", "contract", "findings", "json", "runtime"],
  compat: ["compat/diff", "compat/prove", "contract", "findings", "json", "patterns", "validators"],
  samples: [
    "code",
    "compat/diff",
    "compat/prove",
    "compat/text",
    "contract",
    "json",
    "patterns",
    "runtime",
    "validators",
  ],
  lint: ["code", "compat/prove", "contract", "findings", "json", "machine", "patterns", "rules", "runtime"],
  files: ["code", "contract", "findings", "json"],
  git: ["code", "contract", "files", "findings"],
  sdk: [
    "code",
    "compat/prove",
    "contract",
    "files",
    "findings",
    "patterns",
    "runtime",
    "threads",
    "types",
    "validators",
  ],
  review: [
    "code",
    "compat",
    "compat/diff",
    "compat/prove",
    "contract",
    "files",
    "findings",
    "json",
    "lint",
    "rules",
    "runtime",
  ],
  messages: [
    "compat/prove",
    "contract",
    "files",
    "findings",
    "json",
    "patterns",
    "runtime",
    "sdk",
    "validators",
  ],
  scaffold: ["code", "contract", "findings", "json"],
  topology: ["code", "contract", "findings", "operate", "rules", "runtime"],
  operate: ["code", "compat/prove", "contract", "json", "patterns", "rules", "runtime", "sdk", "validators"],
  report: ["code", "contract", "findings", "json", "rules"],
  catalogue: [
    "code",
    "compat",
    "contract",
    "findings",
    "json",
    "operate",
    "report",
    "runtime",
    "samples",
    "sdk",
    "threads",
    "topology",
  ],
  uses: ["code", "findings", "json", "runtime"],
  "embedded-broker": [],
  "local-broker": ["contract", "embedded-broker", "operate", "runtime", "topology"],
  testing: ["embedded-broker", "runtime"],
  project: [
    "catalogue",
    "code",
    "compat",
    "contract",
    "files",
    "findings",
    "git",
    "json",
    "lint",
    "report",
    "review",
    "rules",
    "sdk",
    "uses",
  ],
  cli: [
    "asyncapi",
    "bundle",
    "catalogue",
    "code",
    "compat",
    "compat/diff",
    "contract",
    "embedded-broker",
    "files",
    "findings",
    "git",
    "json",
    "local-broker",
    "messages",
    "operate",
    "patterns",
    "project",
    "report",
    "review",
    "rules",
    "runtime",
    "samples",
    "scaffold",
    "topology",
  ],
  ".": [
    "cli",
    "code",
    "compat",
    "contract",
    "files",
    "findings",
    "git",
    "json",
    "lint",
    "project",
    "report",
    "review",
    "samples",
    "sdk",
  ],
};

/** Modules of Node that touch the outside; the core does without them. */
const outside = /^node:(?:fs|net|child_process|worker_threads|http|https|process)/;

/** A module of the runtime as its files import it. */
const ownModule = /^\.\.?\/(?:[a-z]+\/)?[a-z0-9-]+\.js$/;

const sources = filesIn("src").map((path) => ({ path, imports: importsOf(path) }));

test("the folders of src import in one direction", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(importsByFolder(sources)).toEqual(allowed);
  expect(circlesOf(allowed)).toEqual([]);
});

/**
 * Folders whose files may import each other in circles: a channel refers to its connection and a connection to its
 * channels, a binding to its queue and a queue to its bindings, as in the protocol. All but the named folder's own
 * circles are refused.
 */
const mutual = ["src/embedded-broker/model", "src/embedded-broker/server"];

test("no files import each other in a circle, not even types", () => {
  const folders = ["src", "runtime", "bench", "demo", "rabbitmq", "tools", "test"];
  const files = new Set(folders.flatMap(filesIn));
  const graph = [...files].map((path) => {
    const targets = importsOf(path).map((name) => join(path, "..", name).replace(/\.js$/, ".ts"));
    return [path, [...new Set(targets)].filter((target) => files.has(target))] as const;
  });
  expect(files.size).toBeGreaterThan(1_000);
  const circles = circlesOf(Object.fromEntries(graph));
  const within = (circle: string): string | undefined =>
    mutual.find((folder) => circle.split(" > ").every((path) => dirname(path) === folder));
  expect(circles.filter((circle) => within(circle) === undefined)).toEqual([]);
  // a folder without circles needs no permission
  expect(mutual.filter((folder) => !circles.some((circle) => within(circle) === folder))).toEqual([]);
});

test("only the edge touches files, processes and threads", () => {
  const edge = /^src\/bin\.ts$|^src\/(?:files|git|project|cli|embedded-broker\/server)\/|^src\/threads\//;
  const touching = sources.filter(({ imports }) => imports.some((specifier) => outside.test(specifier)));
  expect(touching.map(({ path }) => path).filter((path) => !edge.test(path))).toEqual([]);
});

/** Files outside the edge that read a clock, the environment or a package on demand themselves, and why. */
const machineReaders: Readonly<Record<string, string>> = {
  "src/types/print-declarations.ts": "hides a variable that the library which it calls would obey",
};

test("only src/machine reads clocks, the environment, and packages on demand", () => {
  const edge =
    /^src\/(?:bin\.ts|(?:machine|files|git|project|scaffold|cli|operate|local-broker|embedded-broker|threads|testing)\/)/;
  const reads = /\b(?:performance\.now|Date\.now|new Date\(\)|createRequire|process\.\w)/;
  const reading = sources
    .map(({ path }) => path)
    .filter((path) => !edge.test(path))
    .filter((path) => reads.test(codeOf(path)));
  expect(reading).toEqual(Object.keys(machineReaders));
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
      /^src\/(?:contract\/(?:json-(?:source|findings)|child-node|edit-document)|files\/read-tsconfig)\.ts$/,
    yaml: /^src\/contract\/yaml-document\.ts$/,
    ajv: /^src\/(?:validators\/|contract\/(?:structure-checks|meta-schemas|ajv-equality)\.ts$)/,
    refa: /^src\/compat\/(?:text\/(?:load-refa|limited-automata|pattern-language|automaton-texts)|prove\/text-language)\.ts$/,
    sarif: /^src\/report\/sarif(?:-[a-z]+)?\.ts$/, // types alone
    "json-schema-to-typescript": /^src\/types\/print-declarations\.ts$/,
    rabbitgen: /^src\/contract\/structure-checks\.ts$/, // its own JSON Schemas
    "ajv-draft-04": /^src\/contract\/(?:structure-checks|meta-schemas)\.ts$/,
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
  const files = filesIn("runtime").map((path) => ({ path, imports: importsOf(path) }));
  expect(importsByFolder(files)).toEqual(allowedInRuntime);
  expect(circlesOf(allowedInRuntime)).toEqual([]);
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

/**
 * Files of the runtime with less than 50 lines, and why: every service has a copy of the runtime, so it does not have
 * dozens of tiny files.
 */
const shortInRuntime: Readonly<Record<string, string>> = {
  "runtime/errors/dead-letter-reason.ts":
    "four folders give these reasons, and what they give them for is elsewhere",
};

test("no file is called utils, and each is short enough to read but not tiny", () => {
  const files = [...filesIn("src"), ...filesIn("runtime"), ...filesIn("demo"), ...filesIn("rabbitmq")];
  expect(files.filter((path) => /utils|helpers/.test(path))).toEqual([]);
  const lines = (path: string): number => readFileSync(join(repository, path), "utf8").split("\n").length - 1;
  const long = files.filter((path) => lines(path) > 260);
  expect(long).toEqual([]);
  // generated/ puts lines in front of each
  const longWhenGenerated = filesIn("generated/runtime").filter((path) => lines(path) > 260);
  expect(longWhenGenerated).toEqual([]);
  expect(
    filesIn("runtime")
      .filter((path) => lines(path) < 50)
      .sort(),
  ).toEqual(Object.keys(shortInRuntime));
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

/** The other folders that the files of each folder import from: the table as it would have to be written. */
function importsByFolder(
  files: readonly { readonly path: string; readonly imports: readonly string[] }[],
): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = folderOf(path);
    const targets = imports.filter((specifier) => specifier.startsWith("."));
    const others = targets
      .map((specifier) => join(path, "..", specifier))
      .map((to) => (topOf(to) === topOf(path) ? folderOf(to) : topOf(to)))
      .filter((to) => to !== from);
    found.set(from, new Set([...(found.get(from) ?? []), ...others]));
  }
  return Object.fromEntries([...found].map(([from, to]) => [from, [...to].sort()]));
}

function filesIn(folder: string): string[] {
  const names = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !name.split(sep).includes("node_modules"))
    .map((name) => join(folder, name));
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(repository, path), "utf8");
  const specifiers = /(?:from|import|import\()\s*"([^"]+)"|loadPackage\(\s*["`]([^"`]+)["`]/g;
  return [...text.matchAll(specifiers)].map(([, imported, loaded]) => imported ?? loaded ?? "");
}

/** A file without its comments and texts. */
function codeOf(path: string): string {
  const text = readFileSync(join(repository, path), "utf8");
  return text.replace(/\/\*.*?\*\/|\/\/.*?$|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/gms, "");
}

function topOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** The folder below `src` or `runtime`; of compat, which has three, the one below it. */
function folderOf(path: string): string {
  const [, folder = ".", inner, ...rest] = path.split("/");
  if (inner === undefined) return ".";
  return folder === "compat" && rest.length > 0 ? `compat/${inner}` : folder;
}

/** Circles in a graph, each as `a > b > a`, one for each way back that a walk in depth meets. */
function circlesOf(graph: Readonly<Record<string, readonly string[]>>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) circles.push([...way.slice(way.indexOf(node)), node].join(" > "));
    if (way.includes(node) || done.has(node)) return;
    for (const next of graph[node] ?? []) visit(next, [...way, node]);
    done.add(node);
  };
  for (const node of Object.keys(graph)) visit(node, []);
  return circles;
}

test("no comment in the runtime switches a rule off, since it would be reported as unused in generated code", () => {
  const files = filesIn("runtime").filter((path) =>
    /biome-ignore|eslint-disable|@ts-(?:ignore|expect-error|nocheck)/.test(
      readFileSync(join(repository, path), "utf8"),
    ),
  );
  expect(files).toEqual([]);
});
