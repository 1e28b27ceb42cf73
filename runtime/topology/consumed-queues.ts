import { ConfigurationError } from "../errors/rabbit-error.js";
import type { QueuePlan } from "./queue-plan.js";

/**
 * Knows for which events each queue is consumed. Two consumers of one queue take each other's messages: what only one
 * of them reads, the other would dead-letter.
 */
export class ConsumedQueues {
  readonly #queues = new Map<string, { readonly events: string; consumers: number }>();

  /** Notes one more consumer and returns how to forget it. Throws `ConfigurationError` when others read other events. */
  add({ queue, vhost, families }: QueuePlan): () => void {
    const key = JSON.stringify([vhost, queue.name]);
    const events = families
      .map(({ event }) => event)
      .sort()
      .join(", ");
    const known = this.#queues.get(key) ?? { events, consumers: 0 };
    if (known.events !== events) {
      throw new ConfigurationError(
        `queue "${queue.name}" is consumed for ${known.events} already: take all its events in one call, rabbit.consumer([…], …)`,
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
