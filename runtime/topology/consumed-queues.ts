import { ConfigurationError } from "../errors/rabbit-error.js";
import type { QueuePlan } from "./queue-plan.js";

/**
 * Tracks the events for which each queue is consumed. Two consumers of one queue receive each other's messages: an
 * event that only one of them handles would be dead-lettered by the other.
 */
export class ConsumedQueues {
  readonly #queues = new Map<string, { readonly events: string; consumers: number }>();

  /**
   * Registers one more consumer and returns a function that removes it. Throws `ConfigurationError` if existing
   * consumers handle other events.
   */
  add({ queue, vhost, families }: QueuePlan): () => void {
    const key = JSON.stringify([vhost, queue.name]);
    const events = families
      .map(({ event }) => event)
      .sort()
      .join(", ");
    const known = this.#queues.get(key) ?? { events, consumers: 0 };
    if (known.events !== events) {
      throw new ConfigurationError(
        `queue "${queue.name}" is already consumed for ${known.events}: pass all its events in one call, rabbit.consumer([…], …)`,
      );
    }
    known.consumers += 1;
    this.#queues.set(key, known);
    let forgotten = false;
    return () => {
      if (forgotten) return;
      forgotten = true;
      known.consumers -= 1;
      if (known.consumers === 0) this.#queues.delete(key);
    };
  }
}
