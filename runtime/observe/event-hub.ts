import { ConfigurationError } from "../errors/rabbit-error.js";
import type { OptionNames } from "../options/known-options.js";
import type { AnyRabbitEvent, RabbitEvents } from "./rabbit-events.js";

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
