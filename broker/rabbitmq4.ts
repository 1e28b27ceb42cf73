import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Broker } from "./broker.js";
import { findProgram } from "./find-program.js";
import { type Installation, startPrivateNode } from "./private-node.js";

/** A private RabbitMQ 4.0 node; undefined when there is no such installation. */
export async function startRabbitMQ4(): Promise<Broker | undefined> {
  const installation = await rabbitMQ4();
  return installation && startPrivateNode(installation);
}

/**
 * RabbitMQ 4.0 in the folder that the developers' tool `rabbitmq4` makes (a minute, once per machine); undefined when
 * the tool is not there or we are not root. The tool is `RABBITMQ4_TOOL`, else `../shared/tools/rabbitmq4` from the
 * repository. Only its `install` is used: its `start` would leave an epmd.
 */
export async function rabbitMQ4(): Promise<Installation | undefined> {
  const path = process.env["RABBITMQ4_TOOL"] || join(repository(), "..", "shared", "tools", "rabbitmq4");
  const tool = findProgram(path);
  const flock = findProgram("flock");
  if (!tool || !flock || process.getuid?.() !== 0) return undefined;
  // Two installations at once would remove each other's folder.
  const { stdout } = await promisify(execFile)(flock, ["/tmp/rabbitmq4.lock", tool, "install"]);
  return {
    origin: "rabbitmq4",
    root: stdout.trim(),
    server: "/usr/lib/rabbitmq/bin/rabbitmq-server",
    ctl: "/usr/lib/rabbitmq/bin/rabbitmqctl",
    epmd: "/usr/bin/epmd",
    tmp: "/tmp",
  };
}

/** The folder with the package's manifest, from `broker/` and from `build/broker/` alike. */
function repository(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
