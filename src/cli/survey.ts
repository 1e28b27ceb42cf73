import pc from "picocolors";
import { visible, visibleJson } from "../code/visible.js";
import { BrokerConnections } from "../operate/broker-connections.js";
import { consumedQueues, type UnnamedQueue } from "../operate/consumed-queues.js";
import { eventFamilies } from "../operate/event-families.js";
import { listQueues, probeQueues, type QueueSurvey } from "../operate/survey-queues.js";
import { table } from "../report/table.js";
import { brokerFindingLines } from "./broker-finding-lines.js";
import { type BrokerFlags, brokerAddress, loadSound } from "./broker-options.js";
import type { ExitCode, Io } from "./io.js";
import { managementOf } from "./management-of.js";

/** The options of `rabbitgen queues` as the command line gives them. */
export interface QueuesFlags extends BrokerFlags {
  readonly management?: string;
  readonly format: "text" | "json";
}

/** Compares the broker's queues with those that the contract leads to. */
export async function surveyQueues(io: Io, flags: QueuesFlags): Promise<ExitCode> {
  const contract = await loadSound(io, flags.schemas, "; the broker was not queried.");
  const { queues: consumed, unnamed } = consumedQueues(contract, eventFamilies(contract));
  const management = managementOf(io, flags);
  const connections = new BrokerConnections(await brokerAddress(io, flags, contract), "rabbitgen queues");
  try {
    const vhostName = (vhost: string | undefined): string => connections.vhostName(vhost);
    const survey =
      management === undefined
        ? await probeQueues(connections, consumed, io.signal)
        : await listQueues(management, consumed, { vhostName, hasUnnamed: unnamed.length > 0 });
    const isListed = management !== undefined;
    if (flags.format === "json") io.out(json(survey, unnamed, isListed));
    else io.out(text(survey, unnamed, { isListed, color: io.color }));
    return survey.findings.some(({ severity }) => severity !== "info") ? 1 : 0;
  } finally {
    await connections.close();
  }
}

function json(
  { queues, findings }: QueueSurvey,
  unnamed: readonly UnnamedQueue[],
  isListed: boolean,
): string {
  const plain = {
    source: isListed ? "management" : "amqp",
    queues: queues.map((each) => ({ ...each, vhost: each.vhost ?? null, unacked: each.unacked ?? null })),
    findings: findings.map((each) => ({ ...each, vhost: each.vhost ?? null })),
    unnamed,
  };
  return `${visibleJson(plain)}\n`;
}

function text(
  { queues, findings, asked }: QueueSurvey,
  unnamed: readonly UnnamedQueue[],
  { isListed, color }: { readonly isListed: boolean; readonly color: boolean },
): string {
  const paint = pc.createColors(color);
  const hasVhosts = queues.some(({ vhost }) => vhost !== undefined);
  const head = ["QUEUE", "FOR", "SERVICE", "READY", ...(isListed ? ["UNACKED"] : []), "CONSUMERS", ""];
  const rows = queues.map(({ vhost, name, role, service, ready, unacked, consumers, exists, need }) => [
    ...(hasVhosts ? [vhost ?? null] : []),
    name,
    role === "work" ? "messages" : role === "dead" ? "dead letters" : "retries",
    service,
    exists ? ready : null,
    ...(isListed ? [exists ? (unacked ?? null) : null] : []),
    exists && role === "work" ? consumers : null,
    exists ? (need === "orphan" ? "orphan" : null) : need === "required" ? "missing" : "not needed yet",
  ]);
  const found = brokerFindingLines(findings, paint);
  const notes = [
    ...unnamed.map(
      ({ service, event }) =>
        `${service} reads ${event} from a queue that contract.json does not name; it was skipped.`,
    ),
    ...(isListed
      ? []
      : [
          `Checked ${asked} names over AMQP. Not included: unacknowledged messages, per-instance queues, retry queues with unusual delays, and queues of removed services; use --management to list them.`,
        ]),
  ];
  return [
    ...(rows.length > 0 ? [table([...(hasVhosts ? ["VHOST"] : []), ...head], rows, paint.bold), "\n"] : []),
    ...found.map((line) => `${line}\n`),
    ...(found.length > 0 ? ["\n"] : []),
    ...notes.map((note) => `${visible(note)}\n`),
  ].join("");
}
