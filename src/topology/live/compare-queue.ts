import type { DeclareMode } from "../../../runtime/topology/queue-plan.js";
import type { NeededQueue } from "../topology.js";
import type { BrokerFinding } from "./broker-finding.js";
import type { DeclaredQueue } from "./live-state.js";

/** What a queue's declaration says of its type; the rest of its arguments RabbitMQ compares one by one. */
const TYPE = "x-queue-type";

/**
 * What policies may do to a queue, each with the argument that it stands for: an argument of the queue goes before a
 * policy, except for limits, of which RabbitMQ takes the lower one.
 */
const harmful: Readonly<Record<string, string>> = {
  "message-ttl": "messages expire",
  expires: "the queue is deleted when it is unused",
  "max-length": "messages beyond the limit are dropped or refused",
  "max-length-bytes": "messages beyond the limit are dropped or refused",
  overflow: "it determines what happens beyond a limit",
  "delivery-limit": "messages are dead-lettered by the broker, without the SDK's headers",
  "dead-letter-exchange": "dead letters of the broker go elsewhere",
  "dead-letter-routing-key": "dead letters of the broker go elsewhere",
};
const limits = new Set(["message-ttl", "expires", "max-length", "max-length-bytes", "delivery-limit"]);

/** In which a queue that is there differs from the one that is needed. */
export function compareQueue(
  vhost: string,
  needed: NeededQueue,
  own: DeclaredQueue,
  declare: DeclareMode,
): readonly BrokerFinding[] {
  const { name } = needed;
  const isRefused = declare === "assert" && !needed.isTakenOver;
  const differences = [...typeDifference(needed, own), ...argumentDifferences(needed, own)];
  return [
    ...(own.durable ? [] : ["is not durable: it is lost when the broker restarts"]).concat(differences).map(
      (what): BrokerFinding => ({
        rule: "queue-differs",
        severity: isRefused ? "error" : "warning",
        vhost,
        name,
        message: `The queue ${name} ${what}.`,
        help: isRefused
          ? 'RabbitMQ refuses the service\'s declaration (406). It cannot change a queue that exists: take the queue over as it is ("declare": "check"), or declare one with another name and move the messages.'
          : "RabbitMQ cannot change an existing queue; declare one with another name and move the messages, or correct contract.json.",
      }),
    ),
    ...policyFindings(vhost, needed, own),
  ];
}

function typeDifference({ arguments: wanted }: NeededQueue, { type }: DeclaredQueue): readonly string[] {
  const needed = wanted[TYPE] ?? "classic";
  return type === needed ? [] : [`is a ${type} queue, but ${String(needed)} in the contract`];
}

/** Of a queue that is taken over, what the contract does not say is not a difference. */
function argumentDifferences(
  { arguments: wanted, isTakenOver }: NeededQueue,
  { arguments: own }: DeclaredQueue,
): readonly string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(own)])]
    .filter((name) => name !== TYPE)
    .sort();
  return names.flatMap((name) => {
    const [needed, found] = [wanted[name], own[name]];
    if (JSON.stringify(needed) === JSON.stringify(found)) return [];
    if (needed === undefined)
      return isTakenOver ? [] : [`has ${name} ${JSON.stringify(found)}, which the contract does not have`];
    return [
      `has ${found === undefined ? `no ${name}` : `${name} ${JSON.stringify(found)}`}, but ${JSON.stringify(needed)} in the contract`,
    ];
  });
}

function policyFindings(
  vhost: string,
  { name, role, isTakenOver }: NeededQueue,
  { policy, arguments: own }: DeclaredQueue,
): readonly BrokerFinding[] {
  if (policy === undefined || (isTakenOver && role === "work")) return [];
  return Object.entries(policy.definition).flatMap(([key, value]): BrokerFinding[] => {
    const effect = Object.hasOwn(harmful, key) ? harmful[key] : undefined;
    const isSet = Object.hasOwn(own, `x-${key}`);
    if (effect === undefined || (isSet && !limits.has(key))) return [];
    const lower = Number(value) < Number(own[`x-${key}`]);
    if (isSet && !lower) return [];
    return [
      {
        rule: "queue-policy",
        severity: "warning",
        vhost,
        name,
        message: `The policy ${policy.name} sets ${key} of ${name} to ${JSON.stringify(value)}: ${effect}.`,
        help: "Exclude the queue from the policy's pattern, unless this is intended.",
      },
    ];
  });
}
