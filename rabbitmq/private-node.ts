import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Broker } from "./broker.js";
import { BrokerError } from "./broker-error.js";
import { freePort } from "./free-port.js";
import { keepAlive } from "./keep-alive.js";
import { startKeeper } from "./keeper.js";
import { nodeEnv, nodeName, type RabbitSettings } from "./node-env.js";
import { nodeScript } from "./node-script.js";
import { serverVersion } from "./server-version.js";

/** Which RabbitMQ to run, and where its data may lie. */
export interface Installation {
  readonly origin: Broker["origin"];
  /** The folder to chroot into, or an empty string; the other paths are as seen from inside. */
  readonly root: string;
  readonly server: string;
  readonly ctl: string;
  readonly epmd: string;
  /** A folder for temporary files. */
  readonly tmp: string;
}

/** What the nodes of one cluster share; its creator keeps the epmd. */
export interface Neighborhood {
  readonly epmdPort: number;
  readonly cookie: string;
}

/** A node of our own. */
export interface PrivateNode extends Broker {
  /** Such as `rabbitgen-21433@localhost`. */
  readonly name: string;
}

const ATTEMPTS = 3;
const startTimeout = 60_000;
const stopTimeout = 60_000;
const ctlTimeout = 120_000;

/**
 * Starts a RabbitMQ node of our own on a free port of 127.0.0.1, with a temporary data folder of its own, and its own
 * epmd and cookie unless it has neighbors.
 * It ends, and its data goes, with `dispose` or with this process, however that ends.
 * Rejects with `BrokerError` and the end of the node's log when it takes no connections within 60 s.
 */
export async function startPrivateNode(
  installation: Installation,
  neighbors?: Neighborhood,
  settings: RabbitSettings = {},
): Promise<PrivateNode> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnFreePorts(installation, neighbors, settings);
    } catch (error) {
      // a port that was free when it was chosen may be taken when the node has started
      if (
        attempt === ATTEMPTS ||
        !(error instanceof BrokerError) ||
        !/eaddrinuse|dist_port_already_used/i.test(error.message)
      )
        throw error;
    }
  }
}

async function startOnFreePorts(
  installation: Installation,
  neighbors: Neighborhood | undefined,
  settings: RabbitSettings,
): Promise<PrivateNode> {
  const { root } = installation;
  const [port, distPort] = [await freePort(), await freePort()];
  const epmdPort = neighbors?.epmdPort ?? (await freePort());
  const outside = await mkdtemp(join(root, installation.tmp, "rabbitgen-broker-"));
  const env = nodeEnv({ data: outside.slice(root.length), port, distPort, epmdPort, settings });
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  if (neighbors) await writeFile(join(outside, ".erlang.cookie"), neighbors.cookie, { mode: 0o400 });
  const epmd = neighbors ? "" : installation.epmd;
  const keeper = startKeeper(nodeScript, [outside, root, epmd, installation.server], env);
  let running: { gone: Promise<unknown> } | undefined;
  let disposed: Promise<void> | undefined;

  // another server may have taken the port meanwhile, and would answer as well
  const listened = () => countListening(join(outside, "log", `${nodeName(port)}.log`), port);
  let before = 0;

  async function boot(): Promise<string> {
    if (disposed) throw new BrokerError("this broker was disposed of");
    if (!running) {
      before = await listened();
      const life = { gone: keeper.hear("gone") };
      running = life;
      life.gone.then(() => {
        if (running === life) running = undefined;
      });
      const up = keeper.hear("up");
      keeper.tell("start");
      await up;
    }
    const deadline = Date.now() + startTimeout;
    while (running && Date.now() < deadline) {
      const version = await serverVersion(url, 2_000).catch(() => undefined);
      if (version !== undefined && (await listened()) > before) return version;
      await Promise.race([sleep(50), running?.gone]);
    }
    const what = running ? `took no connections within ${startTimeout / 1_000} s` : "ended while it started";
    throw new BrokerError(`the private RabbitMQ node ${what}\n${await lastLines(outside)}`);
  }

  async function end(word: "stop" | "kill"): Promise<void> {
    if (!running) return;
    const { gone } = running;
    keeper.tell(word);
    const late = new AbortController();
    const inTime = await Promise.race([
      gone.then(() => true),
      sleep(stopTimeout, false, { signal: late.signal }).catch(() => true),
    ]);
    late.abort();
    if (inTime) return;
    keeper.tell("kill");
    await gone;
  }

  // One at a time, in the order asked for: a start that overtakes a stop would meet the old node.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = keepAlive(last.then(work));
    last = turn.catch(() => {});
    return turn;
  }

  function dispose(): Promise<void> {
    disposed ??= keepAlive(keeper.end());
    return disposed;
  }

  /** On a busy machine `rabbitmqctl` may give up before it has connected to a node that runs: nothing was done then. */
  async function ctl(...args: readonly string[]): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runCtl(installation, env, args);
      } catch (error) {
        const isUnreached =
          error instanceof BrokerError && /unable to perform an operation on node/.test(error.message);
        if (!isUnreached || running === undefined || attempt === ATTEMPTS) throw error;
      }
    }
  }

  const version = await keepAlive(boot()).catch(async (error) => {
    await dispose();
    throw error;
  });
  return {
    url,
    name: nodeName(port),
    origin: installation.origin,
    version,
    ctl,
    stop: () => inTurn(() => end("stop")),
    kill: () => inTurn(() => end("kill")),
    start: () => inTurn(async () => void (await boot())),
    restart: () => inTurn(() => end("stop").then(async () => void (await boot()))),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

async function runCtl(
  { root, ctl }: Installation,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<string> {
  const [program = "", ...rest] = [...(root ? ["chroot", root] : []), ctl, "-q", ...args];
  try {
    return (await promisify(execFile)(program, rest, { env, timeout: ctlTimeout })).stdout;
  } catch (cause) {
    // The first lines say what is wrong; a list of all commands may follow. The arguments may hold a password.
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    const why = said.split("\n").slice(0, 5).join("\n") || "it printed nothing";
    throw new BrokerError(`rabbitmqctl ${args[0] ?? ""} failed: ${why.trim()}`);
  }
}

/** How often a node logged that it listens on a port. */
async function countListening(log: string, port: number): Promise<number> {
  const text = await readFile(log, "utf8").catch(() => "");
  return text.split(`started TCP listener on 127.0.0.1:${port}\n`).length - 1;
}

async function lastLines(data: string): Promise<string> {
  const logs = await readdir(join(data, "log")).catch(() => []);
  const files = ["console", ...logs.map((name) => join("log", name))];
  const texts = await Promise.all(files.map((name) => readFile(join(data, name), "utf8").catch(() => "")));
  return texts.flatMap((text) => text.trimEnd().split("\n").slice(-15)).join("\n");
}
