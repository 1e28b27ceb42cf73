import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { TestProjectInlineConfiguration } from "vitest/config";
import { askedToInstall } from "../../rabbitmq/asked-to-install.js";
import { dockerAnswers } from "../../rabbitmq/docker-node.js";
import { installDebian } from "../../rabbitmq/install-debian.js";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { findTool } from "../../rabbitmq/rabbitmq4.js";
import { repository } from "./repository.js";

/** What runs against any broker: on the embedded one, and on each RabbitMQ there is. */
const onEachBroker = ["test/runtime/", "test/faults/", "test/broker-contract/", "test/operate/"];

/** What tries programs for a POSIX shell, which Windows lacks: the GitHub action, the sessions of guides, and what starts a RabbitMQ. */
const forPosix = ["test/action/", "test/guides/", "test/rabbitmq/"];

/** A file elsewhere that needs RabbitMQ as a whole says so by this comment. */
const needsRabbitMQ = /^\/\/ @module-tag rabbitmq$/m;

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };
/** What tests are marked with for the sake of reports and filters. */
export const tags = [
  { name: "rabbitmq", description: "needs a RabbitMQ; the whole file runs where one is" },
  { name: "real-world-data", description: "needs a folder of real data beside the repository" },
  { name: "root", description: "changes what only root may change" },
];

/** The test files by what they need. */
export interface TestFiles {
  /** Nothing but Node. */
  readonly pure: readonly string[];
  readonly onEachBroker: readonly string[];
  /** RabbitMQ, once: what starts one itself, or shows it at work with other programs. */
  readonly onRabbitMQ: readonly string[];
}

/** Reads what each test file needs: by its folder, else by its tag. */
export function testFiles(platform: NodeJS.Platform = process.platform): TestFiles {
  const names = readdirSync(join(repository, "test"), { recursive: true, encoding: "utf8" });
  const all = names
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `test/${name.split(sep).join("/")}`)
    .filter((file) => platform !== "win32" || !isIn(file, forPosix))
    .sort();
  const brokers = all.filter((file) => isIn(file, onEachBroker));
  const others = all.filter((file) => !brokers.includes(file));
  const rabbit = others.filter((file) => needsRabbitMQ.test(readFileSync(join(repository, file), "utf8")));
  return { pure: others.filter((file) => !rabbit.includes(file)), onEachBroker: brokers, onRabbitMQ: rabbit };
}

function isIn(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => file.startsWith(folder));
}

/** Which RabbitMQs can be had here. */
export interface Here {
  readonly rabbitmq: boolean;
  readonly rabbitmq4: boolean;
}

/**
 * Looks for a RabbitMQ: that of `AMQP_URL`, or an installed one; one in a container only with `container`, since its
 * image may have to be downloaded. Installs it first where `RABBITGEN_INSTALL=1` asks for it and it is missing, so that
 * all tests find the same.
 */
export async function lookAround(options: { readonly container: boolean }): Promise<Here> {
  const isThere = () => Boolean(process.env["AMQP_URL"]) || installedRabbitMQ() !== undefined;
  if (!isThere() && askedToInstall()) await installDebian(console.log);
  return {
    rabbitmq: isThere() || (options.container && (await dockerAnswers())),
    rabbitmq4: typeof findTool() !== "string",
  };
}

/** The projects that need Node alone. */
export function projectsOfNode({ pure, onEachBroker }: TestFiles): TestProjectInlineConfiguration[] {
  return [
    { test: { name: "pure", include: [...pure], tags, ...timeouts } },
    {
      test: {
        name: "embedded broker",
        include: [...onEachBroker],
        provide: { broker: "embedded" },
        tags,
        ...timeouts,
      },
    },
  ];
}

/** The projects that need a RabbitMQ, for those that are here. */
export function projectsOfRabbitMQ(
  { onEachBroker, onRabbitMQ }: TestFiles,
  here: Here,
): TestProjectInlineConfiguration[] {
  const found: TestProjectInlineConfiguration = {
    test: {
      name: "found broker",
      include: [...onEachBroker, ...onRabbitMQ],
      provide: { broker: "found" },
      tags,
      ...timeouts,
    },
  };
  const rabbitmq4: TestProjectInlineConfiguration = {
    test: {
      name: "RabbitMQ 4.0",
      include: [...onEachBroker],
      provide: { broker: "rabbitmq4" },
      tags,
      ...timeouts,
    },
  };
  return [...(here.rabbitmq ? [found] : []), ...(here.rabbitmq4 ? [rabbitmq4] : [])];
}
