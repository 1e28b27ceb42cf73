import type { RabbitEvents } from "./rabbit-events.js";

type Listener<Name extends keyof RabbitEvents> = (event: RabbitEvents[Name]) => void;

/** Typed events whose listeners cannot hurt the machinery: one that throws becomes a process warning. */
export class EventHub {
  readonly #listeners = new Map<keyof RabbitEvents, Set<(event: never) => void>>();

  on<Name extends keyof RabbitEvents>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit<Name extends keyof RabbitEvents>(name: Name, event: RabbitEvents[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<Name>)(event);
      } catch (error) {
        process.emitWarning(`a listener of "${name}" threw: ${String(error)}`, "RabbitgenWarning");
      }
    }
  }
}
