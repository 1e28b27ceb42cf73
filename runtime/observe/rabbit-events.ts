import type { Failure } from "../contract/event-version.js";
import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { OptionNames } from "../options/known-options.js";

/** What a connection is for; `shared` when `connections: "single"`. */
export type Role = "publishing" | "consuming" | "shared";

/** Which connection an event is about. */
export interface ConnectionInfo {
  readonly role: Role;
  readonly vhost: string;
  /** `host:port` of the node, without user or password. */
  readonly node: string;
}

/** What a delivery's event tells of its message. */
export interface DeliveryInfo {
  readonly queue: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
}

/** What is known of the event that a delivery carries; nothing of a message that does not say what it is. */
export interface EventInfo {
  readonly event: string | undefined;
  readonly version: string | undefined;
}

/** Something that works, and will not for ever or not in every case. */
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
  /** `undefined` when it is not about a queue. */
  readonly queue: string | undefined;
  /** A sentence that says what happens and what to do. */
  readonly message: string;
}

/** The events of a `Rabbit` by name. They are for logs and metrics: the SDK acts on its own. */
export interface RabbitEvents {
  readonly connected: ConnectionInfo & { readonly attempt: number };
  readonly disconnected: ConnectionInfo & { readonly cause: Error };
  /**
   * A connection attempt failed, the broker closed the connection with an error, or connections end too soon; the next
   * attempt starts after `delayMs`.
   */
  readonly reconnecting: ConnectionInfo & {
    readonly attempt: number;
    readonly delayMs: number;
    readonly cause: Error;
  };
  /** The broker stopped reading from this connection (memory or disk alarm). */
  readonly blocked: ConnectionInfo & { readonly reason: string };
  readonly unblocked: ConnectionInfo;
  /** A publisher's channel was lost; it opens again by itself. */
  readonly "publisher-lost": { readonly exchange: string; readonly cause: Error };
  /** A consumer receives nothing at the moment (channel lost or cancelled by the broker); it recovers by itself. */
  readonly "consumer-lost": { readonly queue: string; readonly cause: Error };
  readonly "consumer-recovered": { readonly queue: string };
  /** A run of failures: the consumer takes nothing for `pauseMs`, then probes with one message. */
  readonly "breaker-open": {
    readonly queue: string;
    readonly pauseMs: number;
    /** In a row. */
    readonly failures: number;
    readonly cause: Error;
  };
  /** The pause is over: the consumer takes one message at a time until one succeeds. */
  readonly "breaker-probing": { readonly queue: string };
  readonly "breaker-closed": { readonly queue: string };
  /** A handler failed and its message will be tried again. */
  readonly retry: DeliveryInfo & EventInfo & { readonly delayMs: number; readonly cause: Error };
  /** A message went to `<queue>.dead`; `failures` names every place where it breaks its schema. */
  readonly "dead-letter": DeliveryInfo &
    EventInfo & {
      readonly reason: DeadLetterReason;
      readonly cause: Error;
      readonly failures: readonly Failure[];
    };
  /** The inbox knew the message: it was acknowledged and no handler called. */
  readonly duplicate: DeliveryInfo;
  /** A copy to a retry or dead-letter queue failed; the message stays where it is and the copy is tried again. */
  readonly "copy-failed": DeliveryInfo & EventInfo & { readonly target: string; readonly cause: Error };
  /** A handler ended after its channel was lost: the outcome is discarded, the broker delivers again. */
  readonly "settle-lost": DeliveryInfo & EventInfo & { readonly total: number };
  /** Found when a consumer or publisher starts. */
  readonly warning: Warning;
}

/** Any event, with its name: what `rabbit.onAny` calls its listener with. */
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

/** Typed events whose listeners cannot hurt the machinery: one that throws becomes a process warning. */
export class EventHub {
  readonly #listeners = new Map<keyof RabbitEvents, Set<(event: never) => void>>();
  readonly #ofAny = new Set<(event: AnyRabbitEvent) => void>();

  /** Throws `ConfigurationError` for a name that no event has, which would never be called, and for what is no function. */
  on<Name extends keyof RabbitEvents>(name: Name, listener: Listener<Name>): () => void {
    if (typeof name !== "string" || !Object.hasOwn(NAMES, name))
      throw new ConfigurationError(
        `on() has the unknown event ${typeof name === "string" ? JSON.stringify(name) : typeof name}; known are ${Object.keys(NAMES).join(", ")}`,
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

  /** Throws `ConfigurationError` for what is no function. */
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
  try {
    call();
  } catch (error) {
    process.emitWarning(`a listener of "${name}" threw: ${String(error)}`, "RabbitgenWarning");
  }
}
