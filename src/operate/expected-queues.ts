import { deadLetterQueue, possibleSteps, retryQueue } from "../../runtime/topology/queue-topology.js";
import type { ConsumedQueue } from "./consumed-queues.js";

/** What a queue is there for: its consumer, its dead letters, or messages that wait for their next attempt. */
export type QueueRole = "work" | "dead" | "retry";

/** A queue that the contract leads to. */
export interface ExpectedQueue {
  readonly name: string;
  readonly role: QueueRole;
  /**
   * - `required`: it must be there.
   * - `on-demand`: the SDK declares it when it first needs it.
   * - `possible`: only a delay of a handler's own choice leads to it.
   * - `orphan`: nothing leads to it any more.
   */
  readonly need: "required" | "on-demand" | "possible" | "orphan";
}

/** The queues that belong to one that a service consumes, by the delays of now. */
export function expectedQueues(consumed: ConsumedQueue): readonly ExpectedQueue[] {
  const { name, plan } = consumed;
  const dead: ExpectedQueue = { name: plan.deadLetters.name, role: "dead", need: "required" };
  if (plan.isPerInstance) return [dead]; // instances name their queues themselves
  const { configured, possible } = retryDelays(consumed);
  return [
    { name, role: "work", need: "required" },
    dead,
    ...configured.map((ms) => retry(name, ms, "on-demand")),
    ...possible.map((ms) => retry(name, ms, "possible")),
  ];
}

/** Retry queues that a former delay may have left, of delays that people write. */
export function formerQueues(consumed: ConsumedQueue): readonly ExpectedQueue[] {
  const { name, plan } = consumed;
  const { configured, possible } = retryDelays(consumed);
  const steps = possibleSteps({ delays: USUAL_MS, ownSteps: true });
  return [...new Set(steps)]
    .filter((ms) => plan.isPerInstance || !(configured.includes(ms) || possible.includes(ms)))
    .map((ms) => retry(name, ms, "orphan"));
}

/**
 * What a queue of some name is to one that a service consumes; `undefined`: nothing. Of retry queues the delay counts, of
 * whatever length it is.
 */
export function relationOf(name: string, consumed: ConsumedQueue): ExpectedQueue | undefined {
  if (consumed.plan.isPerInstance && name.startsWith(`${consumed.name}.instance.`))
    return { name, role: "work", need: "on-demand" };
  const known = expectedQueues(consumed).find((each) => each.name === name);
  if (known !== undefined) return known;
  const ms = retryMs(name, consumed.name);
  return ms === undefined ? undefined : retry(consumed.name, ms, "orphan");
}

/**
 * The queue that one with this name and these arguments was made for, if it looks as if the SDK had declared it:
 * `undefined` for any other team's queue.
 */
export function servedQueue(name: string, own: Readonly<Record<string, unknown>>): string | undefined {
  const base = /^(.+)(?:\.dead|\.retry\.\d{1,10})$/.exec(name)?.[1];
  if (base === undefined) return undefined;
  const ms = retryMs(name, base);
  const expected = ms === undefined ? deadLetterQueue(base) : retryQueue(base, ms);
  const isOurs = Object.entries(expected.arguments).every(([key, value]) => own[key] === value);
  return isOurs && expected.name === name ? base : undefined;
}

/** Milliseconds of the delay that a retry queue of `queue` is for. */
function retryMs(name: string, queue: string): number | undefined {
  const prefix = `${queue}.retry.`;
  const digits = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return /^(?:0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : undefined;
}

function retry(queue: string, ms: number, need: ExpectedQueue["need"]): ExpectedQueue {
  return { name: retryQueue(queue, ms).name, role: "retry", need };
}

/** The delays that have a retry queue by what the contract says, and those that a handler can ask for. */
export function retryDelays({ plan }: ConsumedQueue): {
  readonly configured: readonly number[];
  readonly possible: readonly number[];
} {
  const { strategy, maxAttempts, delays } = plan.retry;
  if (plan.isPerInstance || strategy !== "delay" || maxAttempts < 2) return { configured: [], possible: [] };
  const configured = [...new Set(delays)];
  const possible = possibleSteps(plan.retry).filter((ms) => !configured.includes(ms));
  return { configured, possible: [...new Set(possible)] };
}

const S = 1_000;
const MIN = 60 * S;

/** Delays, in milliseconds, that a former `contract.json` may have had. */
const USUAL_MS: readonly number[] = [
  ...[10, 20, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1_500, 2_500],
  ...[3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 25, 32, 40, 45, 50].map((n) => n * S),
  ...[1.5, 3, 4, 6, 7, 8, 12, 15, 25, 40, 45, 50].map((n) => n * MIN),
  ...[1.5, 3, 4, 6, 8].map((n) => n * 60 * MIN),
];
