import type { ChannelConsumer } from "./channel-consumer.js";

/** Consumers that get nothing while their client does not read what it has got. */
export class CongestedConsumers {
  readonly #consumers = new Set<ChannelConsumer>();

  add(consumer: ChannelConsumer): void {
    this.#consumers.add(consumer);
  }

  /** Lets their queues deliver again; false when there are none. */
  wake(): boolean {
    const consumers = [...this.#consumers];
    this.#consumers.clear();
    for (const consumer of consumers) consumer.queue.wake(consumer);
    return consumers.length > 0;
  }

  clear(): void {
    this.#consumers.clear();
  }
}
