import { randomUUID } from "node:crypto";
import { BrokerError } from "./broker-error.js";
import { keepAlive } from "./keep-alive.js";
import type { RabbitSettings } from "./node-env.js";
import { type Installation, type PrivateNode, startPrivateNode } from "./private-node.js";
import { startSharedEpmd } from "./shared-epmd.js";

/** A RabbitMQ cluster on this machine, each of whose nodes can be killed and started alone. */
export interface PrivateCluster extends AsyncDisposable {
  readonly nodes: readonly PrivateNode[];
  /** Of all nodes, in their order. */
  readonly urls: readonly string[];
  /** The node that leads a quorum queue, by the word of the first that answers: the old one until another is elected. */
  leaderOf(queue: string): Promise<PrivateNode>;
  /** Ends all nodes at once and removes their data. Nothing is left running; a second call does nothing. */
  dispose(): Promise<void>;
}

/** How many nodes a cluster has, and the settings of each. */
export interface ClusterOptions {
  /** By default 3. */
  readonly size?: number;
  /** By default none. */
  readonly settings?: RabbitSettings;
}

/**
 * Starts private nodes of one installation and joins them. They end, and their data goes, with
 * `dispose` or with this process, however that ends. Rejects with `BrokerError`.
 */
export async function startPrivateCluster(
  installation: Installation,
  { size = 3, settings = {} }: ClusterOptions = {},
): Promise<PrivateCluster> {
  const { keeper, port } = await keepAlive(startSharedEpmd(installation.root, installation.epmd));
  const neighbors = { epmdPort: port, cookie: randomUUID() };
  const nodes: PrivateNode[] = [];
  let disposed: Promise<void> | undefined;
  function dispose(): Promise<void> {
    disposed ??= keepAlive(Promise.all(nodes.map((node) => node.dispose())).then(() => keeper.end()));
    return disposed;
  }
  try {
    const starting = Array.from({ length: size }, () => startPrivateNode(installation, neighbors, settings));
    const started = await Promise.allSettled(starting);
    nodes.push(...started.flatMap((one) => (one.status === "fulfilled" ? one.value : [])));
    await Promise.all(starting);
    await join(nodes);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    leaderOf: (queue) => leaderOf(nodes, queue),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** One after the other: two that join at the same time can miss each other. */
async function join([first, ...others]: readonly PrivateNode[]): Promise<void> {
  if (!first) return;
  for (const node of others) {
    await node.ctl("stop_app");
    await node.ctl("join_cluster", first.name);
    await node.ctl("start_app");
  }
}

async function leaderOf(nodes: readonly PrivateNode[], queue: string): Promise<PrivateNode> {
  for (const node of nodes) {
    const listed = await node.ctl("list_queues", "--no-table-headers", "name", "leader").catch(() => "");
    const line = listed.split("\n").find((each) => each.startsWith(`${queue}\t`));
    const leader = nodes.find(({ name }) => line?.endsWith(`\t${name}`));
    if (leader) return leader;
  }
  throw new BrokerError(`no node leads a queue "${queue}"`);
}
