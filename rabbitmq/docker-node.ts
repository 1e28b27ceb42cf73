import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Broker, Log } from "./broker.js";
import { BrokerError } from "./broker-error.js";
import { freePort } from "./free-port.js";
import { keepAlive } from "./keep-alive.js";
import { startKeeper } from "./keeper.js";
import { serverVersion } from "./server-version.js";

const image = "rabbitmq:4";
const readyTimeout = 120_000;

// The container goes when the input closes; that includes one whose creation this process did not live to see.
const containerScript = `
exec 2>&1
trap '' PIPE
name=$1; shift
if docker run "$@"; then echo up; read -r _; fi
docker rm -f -v "$name" >/dev/null
`;

async function docker(args: readonly string[], timeout = 60_000): Promise<string> {
  return (await promisify(execFile)("docker", [...args], { timeout })).stdout;
}

/** Whether a Docker engine answers within 5 s. */
export async function dockerAnswers(): Promise<boolean> {
  const engine = await docker(["info", "--format", "{{.ServerVersion}}"], 5_000).catch(() => "");
  return engine.trim() !== "";
}

/** A container of the official image on a free port of 127.0.0.1; undefined when no Docker engine answers in 5 s. */
export async function dockerNode(log: Log, handshake = serverVersion): Promise<Broker | undefined> {
  if (!(await dockerAnswers())) return undefined;
  log(`starting RabbitMQ in a container of ${image}`);
  const name = `rabbitgen-broker-${randomUUID()}`;
  const port = await freePort();
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  const publish = `127.0.0.1:${port}:5672`;
  const options = ["-d", "--name", name, "--hostname", "rabbitgen", "-p", publish];
  const keeper = startKeeper(containerScript, [name, ...options, image]);
  if (!(await keepAlive(keeper.hear("up"))))
    throw new BrokerError(`docker run failed:\n${keeper.output.join("\n")}`);

  async function ready(): Promise<string> {
    for (const deadline = Date.now() + readyTimeout; Date.now() < deadline; await sleep(200)) {
      const version = await handshake(url).catch(() => undefined);
      if (version !== undefined) return version;
    }
    const logs = await docker(["logs", "--tail", "20", name]).catch(() => "");
    throw new BrokerError(`the container took no connections within ${readyTimeout / 1_000} s\n${logs}`);
  }
  async function start(): Promise<void> {
    await docker(["start", name]);
    await ready();
  }
  const stop = async () => void (await docker(["stop", "--time", "60", name], 90_000));
  const dispose = () => keepAlive(keeper.end());
  const version = await ready().catch(async (error) => {
    await dispose();
    throw error;
  });
  return {
    url,
    origin: "docker",
    version,
    ctl: (...args) => docker(["exec", name, "rabbitmqctl", "-q", ...args]),
    stop,
    start,
    kill: async () => void (await docker(["kill", "--signal", "KILL", name])),
    restart: () => stop().then(start),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
