import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Broker, Log } from "./broker.js";
import { findProgram } from "./find-program.js";
import { type Installation, startPrivateNode } from "./private-node.js";

/** A private node of the `rabbitmq-server` that is installed here; undefined when none is. */
export async function installedNode(log: Log): Promise<Broker | undefined> {
  const installation = installedRabbitMQ();
  if (!installation) return undefined;
  log(`starting a private RabbitMQ with ${installation.server}`);
  return startPrivateNode(installation);
}

/** The `rabbitmq-server` that is installed here; undefined when none is. */
export function installedRabbitMQ(): Installation | undefined {
  // Debian's program on PATH is a wrapper that switches to the service's user and folders; the real one lies here.
  const server = findProgram("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server");
  const epmd = findProgram("epmd", "/usr/lib/erlang/bin/epmd");
  if (!server || !epmd) return undefined;
  const ctl = join(dirname(server), "rabbitmqctl");
  return { origin: "rabbitmq-server", root: "", server, ctl, epmd, tmp: tmpdir() };
}
