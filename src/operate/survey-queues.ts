import { count } from "../code/count.js";
import type { BrokerRuleId } from "../rules/broker-rules.js";
import type { BrokerConnections } from "./broker-connections.js";
import type { ConsumedQueue } from "./consumed-queues.js";
import {
  type ExpectedQueue,
  expectedQueues,
  formerQueues,
  relationOf,
  servedQueue,
} from "./expected-queues.js";
import type { ListedQueue, Management } from "./management.js";
import { PassiveProbe } from "./passive-probe.js";

/** A queue of the contract as it is at the broker. */
export interface SurveyedQueue extends ExpectedQueue {
  readonly vhost: string | undefined;
  readonly service: string;
  /** The queue that it belongs to. */
  readonly queue: string;
  readonly exists: boolean;
  readonly ready: number;
  /** `undefined`: AMQP does not say. */
  readonly unacked: number | undefined;
  readonly consumers: number;
}

/** A problem of a queue. */
export interface QueueFinding {
  readonly rule: Extract<BrokerRuleId, "queue-missing" | "queue-orphan" | "queue-unconsumed">;
  readonly severity: "error" | "warning" | "info";
  readonly vhost: string | undefined;
  readonly queue: string;
  readonly message: string;
  readonly help: string;
}

/** What should be there and what is. */
export interface QueueSurvey {
  readonly queues: readonly SurveyedQueue[];
  readonly findings: readonly QueueFinding[];
  /** Names that were asked for, where queues could not be listed. */
  readonly asked: number;
}

/** Asks for each queue by its name: what has another name is not found. */
export async function probeQueues(
  connections: BrokerConnections,
  consumed: readonly ConsumedQueue[],
  signal: AbortSignal,
): Promise<QueueSurvey> {
  const probe = new PassiveProbe(connections);
  const queues: SurveyedQueue[] = [];
  for (const each of consumed) {
    for (const expected of [...expectedQueues(each), ...formerQueues(each)]) {
      if (signal.aborted) break;
      const state = await probe.queue(each.vhost, expected.name);
      const isMissed = expected.need === "required" || expected.need === "on-demand";
      if (state === undefined && !isMissed) continue;
      queues.push(
        surveyed(each, expected, state === undefined ? undefined : { ...state, unacked: undefined }),
      );
    }
  }
  return { queues, findings: queues.flatMap(findingsOf), asked: probe.asked };
}

/** Compares with the list of the management API, by which orphans of any name are found. */
export async function listQueues(
  management: Management,
  consumed: readonly ConsumedQueue[],
  {
    vhostName,
    hasUnnamed,
  }: { readonly vhostName: (vhost: string | undefined) => string; readonly hasUnnamed: boolean },
): Promise<QueueSurvey> {
  const queues: SurveyedQueue[] = [];
  const findings: QueueFinding[] = [];
  for (const vhost of new Set(consumed.map((each) => each.vhost))) {
    const listed = await management.queues(vhostName(vhost));
    const here = consumed.filter((each) => each.vhost === vhost);
    const byName = new Map(listed.map((each) => [each.name, each]));
    for (const each of here) {
      const wanted = expectedQueues(each).filter(({ need }) => need !== "possible");
      const others = listed.flatMap(({ name }) => relationOf(name, each) ?? []);
      const all = new Map([...wanted, ...others].map((one) => [one.name, one]));
      queues.push(...[...all.values()].map((one) => surveyed(each, one, byName.get(one.name))));
    }
    findings.push(...strangers(vhost, listed, here, hasUnnamed));
  }
  return { queues, findings: [...queues.flatMap(findingsOf), ...findings], asked: 0 };
}

function surveyed(
  { vhost, service, name: queue }: ConsumedQueue,
  expected: ExpectedQueue,
  state: (Pick<ListedQueue, "ready" | "consumers"> & { readonly unacked: number | undefined }) | undefined,
): SurveyedQueue {
  const { ready = 0, consumers = 0, unacked } = state ?? {};
  return { ...expected, vhost, service, queue, exists: state !== undefined, ready, consumers, unacked };
}

function findingsOf({
  name,
  role,
  need,
  vhost,
  service,
  exists,
  ready,
  consumers,
}: SurveyedQueue): QueueFinding[] {
  if (!exists) {
    if (need !== "required") return [];
    const message = `${name}, ${role === "dead" ? "for dead letters of" : "which"} ${service}${role === "dead" ? "" : " reads"}, does not exist.`;
    const help =
      'The SDK declares it when the service starts, unless the service connects with declare: "check" or "none".';
    return [{ rule: "queue-missing", severity: "error", vhost, queue: name, message, help }];
  }
  if (need === "orphan") {
    const message = `${name} is for a delay that ${service} no longer has${ready > 0 ? `; ${count(ready, "message")} are still in it` : ""}.`;
    const help = `Delete the queue once it is empty; its messages return automatically.`;
    return [{ rule: "queue-orphan", severity: "warning", vhost, queue: name, message, help }];
  }
  if (role !== "work" || consumers > 0 || ready === 0) return [];
  const message = `${name} has ${count(ready, "message")} and no consumer.`;
  const help = `Is ${service} running? Run rabbitgen dead list to see messages that it rejected.`;
  return [{ rule: "queue-unconsumed", severity: "warning", vhost, queue: name, message, help }];
}

/** Queues that look as if the SDK had made them for a queue that the contract does not name. */
function strangers(
  vhost: string | undefined,
  listed: readonly ListedQueue[],
  consumed: readonly ConsumedQueue[],
  hasUnnamed: boolean,
): QueueFinding[] {
  const names = new Set(consumed.map(({ name }) => name));
  return listed.flatMap(({ name, ready, arguments: own }): QueueFinding[] => {
    const served = servedQueue(name, own);
    if (served === undefined || names.has(served)) return [];
    const message = `${name} belongs to ${served}, which contract.json does not name${ready > 0 ? `; it has ${count(ready, "message")}` : ""}.`;
    const help = hasUnnamed
      ? "A service that names its queue in code may use it; in that case name the queue in contract.json."
      : "Delete it if no service uses it.";
    const severity = hasUnnamed ? "info" : "warning";
    return [{ rule: "queue-orphan", severity, vhost, queue: name, message, help }];
  });
}
