import { VhostError } from "../../../runtime/errors/rabbit-error.js";
import type { BrokerConnections } from "../../operate/broker-connections.js";
import { PassiveProbe } from "../../operate/passive-probe.js";
import { isPredeclared, type Topology, type VhostTopology } from "../topology.js";
import type { ExchangeState, LiveState, QueueState, VhostState } from "./live-state.js";

/** What can be seen over AMQP: whether what the topology names is there, by passive declarations, which change nothing. */
export async function readByAmqp(
  connections: BrokerConnections,
  { vhosts }: Topology,
  signal: AbortSignal,
): Promise<LiveState> {
  const probe = new PassiveProbe(connections);
  const states = new Map<string, VhostState>();
  const refused = new Map<string, string>();
  for (const vhost of vhosts) {
    signal.throwIfAborted();
    try {
      await connections.model(vhost.name);
      states.set(vhost.name, await vhostState(probe, vhost, signal));
    } catch (error) {
      if (!(error instanceof VhostError)) throw error;
      refused.set(vhost.name, error.message);
    }
  }
  return {
    vhosts: states,
    refused,
    users: undefined,
    unseen: [
      "AMQP shows only whether things exist. Not compared: types, arguments, bindings, policies, users, permissions and orphans; use --management to compare them.",
    ],
  };
}

async function vhostState(
  probe: PassiveProbe,
  { name: vhost, exchanges, queues }: VhostTopology,
  signal: AbortSignal,
): Promise<VhostState> {
  const known = new Map<string, ExchangeState>();
  for (const { name } of exchanges) {
    signal.throwIfAborted();
    if (isPredeclared(name) || (await probe.hasExchange(vhost, name)))
      known.set(name, { declared: undefined });
  }
  const there = new Map<string, QueueState>();
  for (const { name } of queues) {
    signal.throwIfAborted();
    const found = await probe.queue(vhost, name);
    if (found !== undefined) there.set(name, { declared: undefined, isExclusive: found.isExclusive });
  }
  return { exchanges: known, queues: there, bindings: undefined };
}
