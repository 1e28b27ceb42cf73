import pc from "picocolors";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { count } from "../code/count.js";
import { visible, visibleJson } from "../code/visible.js";
import { BrokerConnections, mappedVhost } from "../operate/broker-connections.js";
import { consumedQueues } from "../operate/consumed-queues.js";
import type { Management } from "../operate/management.js";
import { listQueues } from "../operate/survey-queues.js";
import type { BrokerFinding } from "../topology/live/broker-finding.js";
import { compareBroker } from "../topology/live/compare-broker.js";
import type { LiveState } from "../topology/live/live-state.js";
import { readByAmqp } from "../topology/live/read-amqp.js";
import { readByManagement } from "../topology/live/read-management.js";
import { routedFamilies } from "../topology/routed-families.js";
import type { Topology } from "../topology/topology.js";
import { brokerFindingLines } from "./broker-finding-lines.js";
import { brokerAddress, loadSound } from "./broker-options.js";
import type { ExitCode, Io } from "./io.js";
import { managementOf } from "./management-of.js";
import { type TopologyFlags, wantedTopology } from "./wanted-topology.js";

/** Reports in what a running broker differs from the contract. */
export async function compareWithBroker(io: Io, flags: TopologyFlags): Promise<ExitCode> {
  const contract = await loadSound(io, flags.schemas, "; the broker was not queried.");
  const management = managementOf(io, flags);
  const address = await brokerAddress(io, flags, contract);
  // the topology has the names that the broker has
  const connections = new BrokerConnections({ ...address, vhosts: new Map() }, "rabbitgen topology");
  const vhostName = (vhost: string | undefined): string =>
    mappedVhost(address, vhost) ?? flags.defaultVhost ?? connections.vhostName(undefined);
  const topology = wantedTopology(contract, flags, vhostName);
  try {
    const state =
      management === undefined
        ? await readByAmqp(connections, topology, io.signal)
        : await readByManagement(management, topology);
    const findings = [
      ...compareBroker(topology, state, flags.declare),
      ...(management === undefined ? [] : await orphans(management, state)),
    ];
    io.out(
      flags.format === "json"
        ? json(findings, state, management !== undefined)
        : text(findings, { topology, state, declare: flags.declare }, io),
    );
    return findings.some(({ severity }) => severity !== "info") ? 1 : 0;
  } finally {
    await connections.close();
  }

  /** Of one service those that belong to its queues; of all, also those of services that are gone. */
  async function orphans(api: Management, { vhosts }: LiveState): Promise<readonly BrokerFinding[]> {
    const { queues, unnamed } = consumedQueues(contract, routedFamilies(contract));
    const seen = queues.filter(({ vhost }) => vhosts.has(vhostName(vhost)));
    const survey = await listQueues(api, seen, { vhostName, hasUnnamed: unnamed.length > 0 });
    const { service } = flags;
    const own = survey.queues.filter((queue) => queue.service === service).map(({ name }) => name);
    return survey.findings.flatMap(({ rule, severity, vhost, queue, message, help }) =>
      rule === "queue-orphan" && (service === undefined || own.includes(queue))
        ? [{ rule, severity, vhost: vhostName(vhost), name: queue, message, help }]
        : [],
    );
  }
}

function json(findings: readonly BrokerFinding[], { unseen }: LiveState, isListed: boolean): string {
  const plain = {
    source: isListed ? "management" : "amqp",
    findings: findings.map(({ name, ...rest }) => ({ ...rest, name: name ?? null })),
    notCompared: unseen,
  };
  return `${visibleJson(plain)}\n`;
}

function text(
  findings: readonly BrokerFinding[],
  {
    topology: { vhosts, users, notes },
    state,
    declare,
  }: { readonly topology: Topology; readonly state: LiveState; readonly declare: DeclareMode },
  { color }: { readonly color: boolean },
): string {
  const paint = pc.createColors(color);
  const names = new Set([...vhosts.map(({ name }) => name), ...findings.map(({ vhost }) => vhost)]);
  const lines = [...names].flatMap((name) => {
    const own = findings.filter(({ vhost }) => vhost === name);
    if (own.length === 0) return [];
    return [paint.cyan(`virtual host ${visible(name)}`), ...brokerFindingLines(own, paint), ""];
  });
  const differences = findings.filter(({ severity }) => severity !== "info").length;
  const counted = [
    count(vhosts.length, "virtual host"),
    count(sum(vhosts.map(({ exchanges }) => exchanges.length)), "exchange"),
    count(sum(vhosts.map(({ queues }) => queues.length)), "queue"),
    ...(state.users === undefined ? [] : [count(users.length, "user")]),
  ].join(", ");
  return [
    ...lines,
    differences === 0
      ? `The broker has everything that the contract needs with declare: "${declare}": ${counted}.`
      : `${count(differences, "difference")} in ${counted}.`,
    ...state.unseen.map((sentence) => visible(sentence)),
    ...notes.map((note) => `${paint.yellow("note:")} ${visible(note)}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
