import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { askedToInstall } from "./asked-to-install.js";
import type { Broker, Log } from "./broker.js";
import { dockerNode } from "./docker-node.js";
import { findProgram } from "./find-program.js";
import { type Installation, startPrivateNode } from "./private-node.js";

/** A private RabbitMQ 4.0 node, else a container of RabbitMQ 4; undefined when there is neither. */
export async function startRabbitMQ4(
  container: (log: Log) => Promise<Broker | undefined> = dockerNode,
): Promise<Broker | undefined> {
  return (await startPrivateRabbitMQ4()) ?? container(() => {});
}

/** A private RabbitMQ 4.0 node; undefined when there is no such installation. */
export async function startPrivateRabbitMQ4(): Promise<Broker | undefined> {
  const installation = await rabbitMQ4();
  return installation && startPrivateNode(installation);
}

/**
 * RabbitMQ 4.0 in the folder that the developers' tool `rabbitmq4` makes (a minute, once per machine); undefined when
 * `findTool` finds no tool to run. Only its `install` is used: its `start` would leave an epmd.
 */
export async function rabbitMQ4(): Promise<Installation | undefined> {
  const tool = findTool();
  if (typeof tool === "string") return undefined;
  const { stdout } = await promisify(execFile)(tool.flock, [...tool.command, "install"]);
  return {
    origin: "rabbitmq4",
    root: stdout.trim(),
    server,
    ctl: "/usr/lib/rabbitmq/bin/rabbitmqctl",
    epmd: "/usr/bin/epmd",
    tmp: "/tmp",
  };
}

const server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/** The developers' tool `rabbitmq4`, which also has a Go toolchain. */
export interface Tool {
  readonly flock: string;
  /** Arguments of `flock` that run the tool alone: two installations at once would remove each other's folder. */
  readonly command: readonly [string, string];
}

/**
 * The tool at `RABBITMQ4_TOOL`, else at `../shared/tools/rabbitmq4` from the repository; else why it cannot be run. It
 * needs root and flock, and installs packages unless its folder is there: that has to be asked for.
 */
export function findTool(): Tool | string {
  const path = process.env["RABBITMQ4_TOOL"] || join(repository(), "..", "shared", "tools", "rabbitmq4");
  const tool = findProgram(path);
  if (!tool) return `there is no ${path}`;
  const flock = findProgram("flock");
  if (!flock || process.getuid?.() !== 0) return `${path} needs flock and root`;
  const folder = process.env["RABBITMQ4_ROOT"] || join(homedir(), ".cache", "rabbitmq4");
  if (!askedToInstall() && !existsSync(join(folder, server)))
    return `${path} would install packages, which it does with RABBITGEN_INSTALL=1 only`;
  return { flock, command: ["/tmp/rabbitmq4.lock", tool] };
}

/** The folder with the package's manifest, from `rabbitmq/` and from `build/rabbitmq/` alike. */
function repository(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
