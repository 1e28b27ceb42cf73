import type { DeathReason } from "../happening.js";
import { type FieldTable, type FieldValue, longString } from "../protocol/field-value.js";

/** One entry of `x-death`: how often a message left a queue for one reason, and what it was at the first time. */
export interface Death {
  readonly queue: string;
  readonly reason: DeathReason;
  readonly count: number;
  /** Milliseconds since the epoch, of the first time. */
  readonly time: number;
  readonly exchange: string;
  /** The exchange of the message's latest way into the queue, which may differ from the one of the first time. */
  readonly lastExchange: string;
  readonly routingKeys: readonly string[];
  /** The property `expiration`, which a dead letter loses. */
  readonly originalExpiration: string | undefined;
}

/** Adds a death to those of before: a known pair of queue and reason counts up; the latest comes first. */
export function recordDeath(deaths: readonly Death[], death: Omit<Death, "count" | "lastExchange">): Death[] {
  const known = deaths.find(({ queue, reason }) => queue === death.queue && reason === death.reason);
  const others = deaths.filter((other) => other !== known);
  const counted = known === undefined ? { ...death, count: 1 } : { ...known, count: known.count + 1 };
  return [{ ...counted, lastExchange: death.exchange }, ...others];
}

/**
 * Whether the message would come back to a queue without a consumer's reject on the way: RabbitMQ drops it there,
 * for it would go round for ever.
 */
export function isDeathCycle(deaths: readonly Death[], queue: string): boolean {
  const last = deaths.findIndex((death) => death.queue === queue);
  if (last === -1) return false;
  return deaths.slice(0, last + 1).every(({ reason }) => reason !== "rejected");
}

/** The headers of a dead letter: `x-death`, the first death in single headers, and the last one as RabbitMQ 4 has it. */
export function deathHeaders(
  headers: FieldTable | undefined,
  deaths: readonly Death[],
): Map<string, FieldValue> {
  const last = deaths[0];
  const first = deaths.reduce<Death | undefined>(
    (a, b) => (a === undefined || b.time <= a.time ? b : a),
    undefined,
  );
  const table = new Map(headers);
  if (first === undefined || last === undefined) return table;
  table.set("x-death", { type: "array", value: deaths.map(deathTable) });
  table.set("x-first-death-exchange", longString(first.exchange));
  table.set("x-first-death-queue", longString(first.queue));
  table.set("x-first-death-reason", longString(first.reason));
  table.set("x-last-death-exchange", longString(last.lastExchange));
  table.set("x-last-death-queue", longString(last.queue));
  table.set("x-last-death-reason", longString(last.reason));
  return table;
}

function deathTable(death: Death): FieldValue {
  const fields: [string, FieldValue][] = [
    ["count", { type: "long", value: death.count }],
    ["reason", longString(death.reason)],
    ["queue", longString(death.queue)],
    ["time", { type: "timestamp", value: Math.floor(death.time / 1000) }],
    ["exchange", longString(death.exchange)],
    ["routing-keys", { type: "array", value: death.routingKeys.map(longString) }],
  ];
  if (death.originalExpiration !== undefined) {
    fields.unshift(["original-expiration", longString(death.originalExpiration)]);
  }
  return { type: "table", value: new Map(fields) };
}
