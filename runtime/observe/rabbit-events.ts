import type { Failure } from "../contract/event-version.js";
import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { OptionNames } from "../options/known-options.js";
import { watchPromise } from "./instrumentation.js";

/** The purpose of a connection; `shared` with `connections: "single"`. */
export type Role = "publishing" | "consuming" | "shared";

/** The connection that an event concerns. */
export interface ConnectionInfo {
  readonly role: Role;
  readonly vhost: string;
  /** `host:port` of the node, without user or password. */
  readonly node: string;
}

/** Details of the message in a delivery's event. */
export interface DeliveryInfo {
  readonly queue: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
}

/** What is known of the event in a delivery; nothing for a message that does not identify itself. */
export interface EventInfo {
  readonly event: string | undefined;
  readonly version: string | undefined;
}

/** A risk: something that works now, but not forever or not in every case. */
export interface Warning {
  readonly code:
    | "delivery-limit"
    | "overflow-drops"
    | "undeclared-topology"
    | "dead-letter-target"
    | "broker-version"
    | "many-publishers"
    | "copies-refused"
    | "queue-argument";
  /** `undefined` if it does not concern a queue. */
  readonly queue: string | undefined;
  /** A sentence that says what is wrong and what to do. */
  readonly message: string;
}

/** The events of a `Rabbit` by name. They are for logs and metrics; the SDK does not need listeners. */
export interface RabbitEvents {
  readonly connected: ConnectionInfo & { readonly attempt: number };
  readonly disconnected: ConnectionInfo & { readonly cause: Error };
  /**
   * A connection attempt failed, the broker closed the connection with an error, or connections keep ending early; the
   * next attempt starts after `delayMs`.
   */
  readonly reconnecting: ConnectionInfo & {
    readonly attempt: number;
    readonly delayMs: number;
    readonly cause: Error;
  };
  /** The broker stopped reading from this connection (memory or disk alarm). */
  readonly blocked: ConnectionInfo & { readonly reason: string };
  readonly unblocked: ConnectionInfo;
  /** A publisher's channel was lost; it reopens automatically. */
  readonly "publisher-lost": { readonly exchange: string; readonly cause: Error };
  /** A consumer is currently receiving nothing (channel lost or cancelled by the broker); it recovers automatically. */
  readonly "consumer-lost": { readonly queue: string; readonly cause: Error };
  readonly "consumer-recovered": { readonly queue: string };
  /** A run of failures: the consumer receives nothing for `pauseMs`, then probes with one message. */
  readonly "breaker-open": {
    readonly queue: string;
    readonly pauseMs: number;
    /** Consecutive failures. */
    readonly failures: number;
    readonly cause: Error;
  };
  /** The pause is over: the consumer handles one message at a time until one succeeds. */
  readonly "breaker-probing": { readonly queue: string };
  readonly "breaker-closed": { readonly queue: string };
  /** A handler failed and its message will be retried. */
  readonly retry: DeliveryInfo & EventInfo & { readonly delayMs: number; readonly cause: Error };
  /** A message was moved to `<queue>.dead`; `failures` lists every location that violates its schema. */
  readonly "dead-letter": DeliveryInfo &
    EventInfo & {
      readonly reason: DeadLetterReason;
      readonly cause: Error;
      readonly failures: readonly Failure[];
    };
  /** The inbox had seen the message: it was acknowledged and no handler was called. */
  readonly duplicate: DeliveryInfo;
  /** A copy to a retry or dead-letter queue failed; the message stays in its queue and the copy is retried. */
  readonly "copy-failed": DeliveryInfo & EventInfo & { readonly target: string; readonly cause: Error };
  /** A handler ended after its channel was lost: the outcome is discarded, and the broker redelivers. */
  readonly "settle-lost": DeliveryInfo & EventInfo & { readonly total: number };
  /** A problem found while a consumer or publisher starts. */
  readonly warning: Warning;
}

/** Any event with its name: the argument of a `rabbit.onAny` listener. */
export type AnyRabbitEvent = {
  readonly [Name in keyof RabbitEvents]: { readonly name: Name } & RabbitEvents[Name];
}[keyof RabbitEvents];

type Listener<Name extends keyof RabbitEvents> = (event: RabbitEvents[Name]) => void;

const NAMES: OptionNames<RabbitEvents> = {
  connected: true,
  disconnected: true,
  reconnecting: true,
  blocked: true,
  unblocked: true,
  "publisher-lost": true,
  "consumer-lost": true,
  "consumer-recovered": true,
  "breaker-open": true,
  "breaker-probing": true,
  "breaker-closed": true,
  retry: true,
  "dead-letter": true,
  duplicate: true,
  "copy-failed": true,
  "settle-lost": true,
  warning: true,
};

/** Typed events whose listeners cannot disturb the SDK: one that throws or rejects causes a process warning. */
export class EventHub {
  readonly #listeners = new Map<keyof RabbitEvents, Set<(event: never) => void>>();
  readonly #ofAny = new Set<(event: AnyRabbitEvent) => void>();

  /**
   * Throws `ConfigurationError` for an unknown event name, whose listener would never be called, and for a listener
   * that is not a function.
   */
  on<Name extends keyof RabbitEvents>(name: Name, listener: Listener<Name>): () => void {
    if (typeof name !== "string" || !Object.hasOwn(NAMES, name))
      throw new ConfigurationError(
        `on() has the unknown event ${typeof name === "string" ? JSON.stringify(name) : typeof name}; known events: ${Object.keys(NAMES).join(", ")}`,
      );
    if (typeof listener !== "function")
      throw new ConfigurationError(`on(${JSON.stringify(name)}) needs a listener, a function`);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** Throws `ConfigurationError` for a listener that is not a function. */
  onAny(listener: (event: AnyRabbitEvent) => void): () => void {
    if (typeof listener !== "function") throw new ConfigurationError("onAny() needs a listener, a function");
    this.#ofAny.add(listener);
    return () => {
      this.#ofAny.delete(listener);
    };
  }

  emit<Name extends keyof RabbitEvents>(name: Name, event: RabbitEvents[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])])
      guarded(name, () => (listener as Listener<Name>)(event));
    for (const listener of [...this.#ofAny])
      guarded(name, () => listener({ ...event, name } as AnyRabbitEvent));
  }
}

function guarded(name: string, call: () => void): void {
  const warn = (error: unknown): void =>
    process.emitWarning(`a listener of "${name}" threw: ${String(error)}`, "RabbitgenWarning");
  try {
    watchPromise(call(), warn);
  } catch (error) {
    warn(error);
  }
}

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
