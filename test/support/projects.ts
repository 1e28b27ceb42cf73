import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { askedToInstall } from "../../rabbitmq/asked-to-install.js";
import { dockerAnswers } from "../../rabbitmq/docker-node.js";
import { installDebian } from "../../rabbitmq/install-debian.js";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { findTool } from "../../rabbitmq/rabbitmq4.js";
import { hasLargePackages } from "./large-package.js";
import { repository } from "./repository.js";
import { startsPrograms } from "./starts-programs.js";

/** What runs against any broker: on the embedded one, and on each RabbitMQ there is. */
const onEachBroker = ["test/runtime/", "test/faults/", "test/broker-contract/", "test/operate/"];

/** What tries programs for a POSIX shell, which Windows lacks: the GitHub action, the sessions of guides, and what starts a RabbitMQ. */
const forPosix = ["test/action/", "test/guides/", "test/rabbitmq/"];

/** A file elsewhere that needs more than Node says so by this comment. */
const moduleTag = /^\/\/ @module-tag (rabbitmq|packages|browser|long)$/m;

/** What every project has: only a test that hangs reaches its timeout, also on a slow machine with other work. */
export const projectDefaults = {
  setupFiles: [join(repository, "test/support/set-up.ts")],
  testTimeout: 240_000,
  hookTimeout: 240_000,
};
/** Tags of tests, for reports and filters. */
export const tags = [
  { name: "rabbitmq", description: "needs a RabbitMQ; the whole file runs where one is" },
  { name: "long", description: "takes minutes" },
  { name: "packages", description: "needs what `npm ci --prefix test/packages` installs" },
  { name: "browser", description: "needs a Chromium, and what `npm ci --prefix test/packages` installs" },
  { name: "json-schema-test-suite", description: "needs the official suite: npm run suite" },
  { name: "real-world-data", description: "needs a folder of real data beside the repository" },
  { name: "build", description: "starts dist/, which `npm run build` makes" },
  { name: "root", description: "changes what only root may change" },
];

/** The test files by what they need. */
export interface TestFiles {
  /** Nothing but Node, and little time. */
  readonly unit: readonly string[];
  /** Other programs, which they start: compilers, git, rabbitgen itself. */
  readonly process: readonly string[];
  /** Minutes: searches for counterexamples, and whole collections of schemas. */
  readonly long: readonly string[];
  /** Packages that only they use: `test/packages`. */
  readonly packages: readonly string[];
  /** Those, and a browser. */
  readonly browser: readonly string[];
  readonly onEachBroker: readonly string[];
  /** RabbitMQ, once: what starts one itself, or shows it at work with other programs. */
  readonly onRabbitMQ: readonly string[];
}

/** Reads what each test file needs: by its folder, else by its tag. */
export function testFiles(platform: NodeJS.Platform = process.platform): TestFiles {
  const folders = readdirSync(join(repository, "test")).filter((name) => name !== "packages");
  const names = folders.flatMap((folder) => {
    if (folder.includes(".")) return [folder];
    const inside = readdirSync(join(repository, "test", folder), { recursive: true, encoding: "utf8" });
    return inside.map((name) => join(folder, name));
  });
  const all = names
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${name.split(sep).join("/")}`)
    .filter((file) => platform !== "win32" || !isIn(file, forPosix))
    .sort();
  const brokers = all.filter((file) => isIn(file, onEachBroker));
  const others = all.filter((file) => !brokers.includes(file));
  const needs = new Map(others.map((file) => [file, needOf(file)]));
  const needing = (need: string) => others.filter((file) => needs.get(file) === need);
  return {
    unit: needing("unit"),
    process: needing("process"),
    long: needing("long"),
    packages: needing("packages"),
    browser: needing("browser"),
    onEachBroker: brokers,
    onRabbitMQ: needing("rabbitmq"),
  };
}

function needOf(file: string): string {
  const text = readFileSync(join(repository, file), "utf8");
  const [, tag] = moduleTag.exec(text) ?? [];
  return tag ?? (startsPrograms(file) ? "process" : "unit");
}

function isIn(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(folder));
}

/** What tests may need that is here. */
export interface Here {
  /** Whether `test/packages` is installed. */
  readonly packages: boolean;
  readonly rabbitmq: boolean;
  readonly rabbitmq4: boolean;
}

/**
 * Looks for a RabbitMQ: that of `AMQP_URL`, or an installed one; one in a container only with `container`, or RabbitMQ 4 where
 * `RABBITGEN_INSTALL=1` asks for it, since its image may have to be downloaded. Installs it first where `RABBITGEN_INSTALL=1` asks for it and it is missing, so that
 * all tests find the same.
 */
export async function lookAround(options: { readonly container: boolean }): Promise<Here> {
  const isThere = () => Boolean(process.env["AMQP_URL"]) || installedRabbitMQ() !== undefined;
  if (!isThere() && askedToInstall()) await installDebian(console.log);
  return {
    packages: hasLargePackages,
    rabbitmq: isThere() || (options.container && (await dockerAnswers())),
    rabbitmq4:
      typeof findTool() !== "string" || ((options.container || askedToInstall()) && (await dockerAnswers())),
  };
}

/** The projects that need no RabbitMQ, for what is here. */
export function projectsWithoutRabbitMQ(files: TestFiles, here: Here): TestProjectInlineConfiguration[] {
  const separate = [project("packages", files.packages), project("browser", files.browser)];
  return [
    project("unit", files.unit),
    project("process", files.process),
    project("long", files.long),
    project("broker-embedded", files.onEachBroker, "embedded"),
    ...(here.packages ? separate : []),
  ];
}

/** The projects that need a RabbitMQ, for those that are here. */
export function projectsOfRabbitMQ(
  { onEachBroker, onRabbitMQ }: TestFiles,
  here: Here,
): TestProjectInlineConfiguration[] {
  return [
    ...(here.rabbitmq ? [project("broker-found", [...onEachBroker, ...onRabbitMQ], "found")] : []),
    ...(here.rabbitmq4 ? [project("broker-4", onEachBroker, "rabbitmq4")] : []),
  ];
}

function project(
  name: string,
  include: readonly string[],
  broker?: "embedded" | "found" | "rabbitmq4",
): TestProjectInlineConfiguration {
  const provide = broker === undefined ? {} : { provide: { broker } };
  return { test: { name, include: [...include], ...provide, tags, ...projectDefaults } };
}
