import type { Queue } from "../model/queue.js";
import type { QueueEntry } from "../model/queue-entry.js";
import { AmqpError } from "../protocol/amqp-error.js";
import type { ChannelConsumer } from "./channel-consumer.js";

/** A delivery that waits for its acknowledgement. */
export interface Delivery {
  readonly queue: Queue;
  readonly queued: QueueEntry;
  /** Undefined for `basic.get`. */
  readonly consumer: ChannelConsumer | undefined;
}

/** The deliveries of a channel that are not settled, by delivery tag. */
export class Unacked {
  /** In the order of the tags. */
  readonly #deliveries = new Map<number, Delivery>();

  get size(): number {
    return this.#deliveries.size;
  }

  add(tag: number, delivery: Delivery): void {
    this.#deliveries.set(tag, delivery);
  }

  /** Removes a delivery, with `multiple` those before it as well, and with tag 0 all; throws 406 for an unknown tag. */
  take(tag: number, multiple: boolean): Delivery[] {
    if (tag === 0 && multiple) return this.takeAll();
    const delivery = this.#deliveries.get(tag);
    if (delivery === undefined) throw new AmqpError("PRECONDITION_FAILED", `unknown delivery tag ${tag}`);
    if (!multiple) {
      this.#deliveries.delete(tag);
      return [delivery];
    }
    const taken: Delivery[] = [];
    for (const [older, found] of this.#deliveries) {
      if (older > tag) break;
      taken.push(found);
      this.#deliveries.delete(older);
    }
    return taken;
  }

  takeAll(): Delivery[] {
    const all = [...this.#deliveries.values()];
    this.#deliveries.clear();
    return all;
  }
}

/** Messages go back to a queue together, so that they keep their order. */
export function messagesByQueue(deliveries: readonly Delivery[]): Map<Queue, QueueEntry[]> {
  const byQueue = new Map<Queue, QueueEntry[]>();
  for (const { queue, queued } of deliveries) {
    const messages = byQueue.get(queue);
    if (messages === undefined) byQueue.set(queue, [queued]);
    else messages.push(queued);
  }
  return byQueue;
}
