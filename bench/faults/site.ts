import { randomUUID } from "node:crypto";

/** Where one trial takes place: names that no other trial has. */
export interface Site {
  readonly url: string;
  readonly exchange: string;
  /** A second exchange, which the client declares too and the trial may delete. */
  readonly sideExchange: string;
  readonly routingKey: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly prefetch: number;
}

/** A site with new names, for a client that connects to `url`. */
export function newSite(url: string, prefetch = 10): Site {
  const name = `faults-${randomUUID().slice(0, 8)}`;
  return {
    url,
    exchange: `${name}.orders`,
    sideExchange: `${name}.side`,
    routingKey: "order.cancelled",
    queue: `${name}.work`,
    deadLetters: `${name}.work.dead`,
    prefetch,
  };
}

/** Arguments of the work queue for every client that leaves them to its user: replicated, with a dead-letter queue. */
export function workQueueArguments({ deadLetters }: Site): Record<string, string> {
  return {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": deadLetters,
  };
}

/** Arguments of the dead-letter queue, for the same clients. */
export const deadLetterArguments = { "x-queue-type": "quorum" } as const;
