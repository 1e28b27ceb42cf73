import { DEFAULT_RETRY } from "../../runtime/topology/queue-plan.js";
import { deliveryLimit, workQueue } from "../../runtime/topology/queue-topology.js";
import type { Consumption } from "../contract/contract.js";
import type { Json } from "../json/json.js";

/** A difference that makes a queue another one, or one that cannot be declared again. */
export interface QueueDifference {
  /** The key of the consumption that sets it. */
  readonly key: string;
  readonly message: string;
  /** The names and values in the message. */
  readonly subject: Json;
  readonly reason: string;
}

/** Compares the queues as the SDK declares them; `undefined` if one of them is not set, or they are equal. */
export function queueDifference(before: Consumption, after: Consumption): QueueDifference | undefined {
  const [from, to] = [declared(before), declared(after)];
  if (from === undefined || to === undefined) return undefined;
  if (from.name !== to.name) {
    return {
      key: "queue/name",
      message: `The queue changed from ${JSON.stringify(from.name)} to ${JSON.stringify(to.name)}.`,
      subject: [from.name, to.name],
      reason: `${JSON.stringify(from.name)} stays bound and fills up without a consumer`,
    };
  }
  // another type changes other arguments too, and is what the broker reports first
  const all = [...Object.keys(from.arguments), ...Object.keys(to.arguments)].sort();
  const names = [...new Set(["x-queue-type", ...all])];
  const name = names.find((each) => from.arguments[each] !== to.arguments[each]);
  if (name === undefined) return undefined;
  const shown = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
  const [old, now] = [from.arguments[name], to.arguments[name]];
  return {
    key: keyOf(name, after),
    message: `${name} of queue ${JSON.stringify(to.name)} changed from ${shown(old)} to ${shown(now)}.`,
    subject: [name, to.name, old ?? null, now ?? null],
    reason: `the broker refuses to declare the queue again (406, inequivalent arg ${name})`,
  };
}

/** Retries with the SDK's defaults. */
export function retryOf({ retry = {} }: Consumption) {
  return { ...DEFAULT_RETRY, ...retry };
}

function declared(consumption: Consumption): ReturnType<typeof workQueue> | undefined {
  const { queue } = consumption;
  if (queue === undefined) return undefined;
  const limit = deliveryLimit(retryOf(consumption).maxAttempts);
  return workQueue(queue.name, queue.type ?? "quorum", limit, queue.arguments);
}

function keyOf(name: string, { queue, retry }: Consumption): string {
  if (queue?.arguments?.[name] !== undefined) return `queue/arguments/${name}`;
  if (name === "x-delivery-limit" && retry?.maxAttempts !== undefined) return "retry/maxAttempts";
  return name === "x-queue-type" && queue?.type !== undefined ? "queue/type" : "queue";
}
