import type { RetryPlan } from "../../runtime/retry/retry.js";
import { eventBindings } from "../../runtime/routing/event-bindings.js";
import { count } from "../code/count.js";
import type { Consumption, Event } from "../contract/contract.js";
import type { ConsumedQueue } from "../operate/consumed-queues.js";
import type { Fact } from "./payload-node.js";

/** What a service's queue gets of an event, and what becomes of it there. */
export interface Handling {
  /** Routing keys or patterns that the queue is bound with; none at an exchange that does not look at them. */
  readonly keys: readonly string[];
  readonly facts: readonly Fact[];
}

/** What the contract says of a queue, with the defaults of the SDK's consumer for the rest. */
export function handlingOf(event: Event, consumption: Consumption, consumed: ConsumedQueue): Handling {
  const { plan, name } = consumed;
  const { "x-queue-type": type } = plan.queue.arguments;
  return {
    keys: boundKeys(event, consumption, consumed),
    facts: [
      ...(plan.isPerInstance
        ? [{ name: "a queue for each instance, called", values: [`${name}.instance.…`] }]
        : []),
      ...(plan.isTakenOver ? [{ name: "an existing queue", values: [] }] : []),
      ...(type === undefined ? [] : [{ name: `${String(type)} queue`, values: [] }]),
      ...argumentFacts(consumption),
      { name: "prefetch", values: [String(plan.prefetch)] },
      ...retryFacts(plan.retry),
      { name: "dead letters in", values: [plan.deadLetters.name] },
    ],
  };
}

/** The keys by which a queue gets an event: as the contract says, else those that get all of its messages. */
export function boundKeys(event: Event, { bind }: Consumption, { plan }: ConsumedQueue): readonly string[] {
  const family = plan.families.find((each) => each.event === event.name);
  const { type } = event.exchange;
  if (family === undefined || type === "fanout" || type === "headers") return [];
  return [...new Set(eventBindings(family, bind, true).map(({ routingKey }) => routingKey))];
}

function argumentFacts({ queue }: Consumption): readonly Fact[] {
  const given = Object.entries(queue?.arguments ?? {});
  if (given.length === 0) return [];
  const values = given.map(([name, value]) => (value === null ? `without ${name}` : `${name}: ${value}`));
  return [{ name: "arguments", values }];
}

function retryFacts({ strategy, delays, maxAttempts }: RetryPlan): readonly Fact[] {
  const attempts = strategy === "none" ? 1 : maxAttempts;
  const attempted = { name: count(attempts, "attempt"), values: [] };
  if (attempts === 1) return [attempted];
  if (strategy === "requeue") return [attempted, { name: "retried at once", values: [] }];
  const used = Array.from(
    { length: attempts - 1 },
    (_, index) => delays[Math.min(index, delays.length - 1)] ?? 0,
  );
  const waiting = strategy === "hold" ? "by the consumer, which holds the message," : "from retry queues";
  return [attempted, { name: `retried ${waiting} after`, values: used.slice(0, MOST_DELAYS).map(duration) }];
}

/** Waits that are listed; the last one repeats. */
const MOST_DELAYS = 6;

const units = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
] as const;

/** Milliseconds as `contract.json` may write them. */
function duration(ms: number): string {
  const unit = ms === 0 ? undefined : units.find(([, length]) => ms % length === 0);
  return unit === undefined ? `${Math.round(ms)}ms` : `${ms / unit[1]}${unit[0]}`;
}
