import type { Role } from "../observe/rabbit-events.js";

/** The states of a connection: see `ConnectionSupervisor`. */
export type ConnectionState = "connecting" | "open" | "blocked" | "backoff" | "draining" | "closed";

/** The current state of one connection. */
export interface ConnectionHealth {
  readonly role: Role;
  readonly vhost: string;
  /** `host:port` of the node that it is connected to, or is trying. */
  readonly node: string;
  readonly state: ConnectionState;
}

/** The current state of one publisher. */
export interface PublisherHealth {
  readonly event: string;
  readonly version: string;
  readonly state: ChannelState;
  /** Messages that the broker has not confirmed. */
  readonly pending: number;
}

/**
 * The current state of one consumer: `recovering` while its channel or subscription is gone, `copies-failing` while a
 * message cannot be copied to its retry or dead-letter queue (the event `copy-failed` has the cause).
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
  /** Messages being handled, or on their way to a retry or dead-letter queue. */
  readonly active: number;
}

/** The result of `rabbit.health()`: `status` for a readiness probe, the rest for people. */
export interface Health {
  /**
   * `ok`: every connection is open, every publisher and consumer works. `degraded`: something is blocked, paused,
   * recovering, held up by a failing copy, or stopped by its breaker; it continues on its own once the cause is gone.
   * `closed`: after `close`.
   */
  readonly status: "ok" | "degraded" | "closed";
  readonly connections: readonly ConnectionHealth[];
  readonly publishers: readonly PublisherHealth[];
  readonly consumers: readonly ConsumerHealth[];
}

/** Derives the status from the parts. */
export function summarize(parts: Omit<Health, "status">, closed: boolean): Health {
  const states = [...parts.connections, ...parts.publishers, ...parts.consumers].map(({ state }) => state);
  const well = states.every((state) => state === "open" || state === "consuming");
  return { status: closed ? "closed" : well ? "ok" : "degraded", ...parts };
}

/** What a channel is doing. */
export type ChannelState = "opening" | "open" | "closed";
