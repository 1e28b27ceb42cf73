import type { Role } from "../observe/rabbit-events.js";

/** States of a connection: see `ConnectionSupervisor`. */
export type ConnectionState = "connecting" | "open" | "blocked" | "backoff" | "draining" | "closed";

/** One connection now. */
export interface ConnectionHealth {
  readonly role: Role;
  readonly vhost: string;
  /** `host:port` of the node that it is connected to, or tries. */
  readonly node: string;
  readonly state: ConnectionState;
}

/** One publisher now. */
export interface PublisherHealth {
  readonly event: string;
  readonly version: string;
  readonly state: ChannelState;
  /** Messages without an answer of the broker. */
  readonly pending: number;
}

/**
 * One consumer now; `recovering` while its channel or subscription is gone, `copies-failing` while a message cannot be
 * copied to its retry or dead-letter queue (event `copy-failed` has the cause).
 */
export interface ConsumerHealth {
  readonly queue: string;
  readonly state:
    | "consuming"
    | "paused"
    | "breaker-open"
    | "breaker-probing"
    | "copies-failing"
    | "recovering"
    | "closed";
  /** Messages in the hands of handlers, or on their way to a retry or dead-letter queue. */
  readonly active: number;
}

/** What `rabbit.health()` gives: for a readiness probe, `status`; for a person, the rest. */
export interface Health {
  /**
   * `ok`: every connection is open, every publisher and consumer works. `degraded`: something is blocked, paused,
   * recovering, held up by a copy that fails, or stopped by its breaker; it goes on by itself when the cause is gone. `closed`: after `close`.
   */
  readonly status: "ok" | "degraded" | "closed";
  readonly connections: readonly ConnectionHealth[];
  readonly publishers: readonly PublisherHealth[];
  readonly consumers: readonly ConsumerHealth[];
}

/** The status that follows from the parts. */
export function summarize(parts: Omit<Health, "status">, closed: boolean): Health {
  const states = [...parts.connections, ...parts.publishers, ...parts.consumers].map(({ state }) => state);
  const well = states.every((state) => state === "open" || state === "consuming");
  return { status: closed ? "closed" : well ? "ok" : "degraded", ...parts };
}

/** What a channel is doing. */
export type ChannelState = "opening" | "open" | "closed";
