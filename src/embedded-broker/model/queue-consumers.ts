import type { Consumer } from "./consumer.js";
import { Deque } from "./deque.js";
import type { QueueSettings } from "./queue-settings.js";

/**
 * The consumers of a queue in turns. One that cannot take more is set aside until `wake`, so that a message is not
 * offered to all of them each time.
 */
export class QueueConsumers {
  readonly #singleActive: boolean;
  /** A waiting consumer with a higher priority takes over, which quorum queues do since 4.0. */
  readonly #takesOver: boolean;
  /** In the order of their subscription. */
  readonly #all: Consumer[] = [];
  readonly #waiting = new Set<Consumer>();
  /** Those that may take messages, by priority, the highest first. */
  #turns: { readonly priority: number; readonly consumers: Deque<Consumer> }[] = [];
  #active: Consumer | undefined;

  constructor({ singleActiveConsumer, type }: QueueSettings) {
    this.#singleActive = singleActiveConsumer;
    this.#takesOver = type === "quorum";
  }

  get size(): number {
    return this.#all.length;
  }

  get exclusive(): boolean {
    return this.#all.some(({ exclusive }) => exclusive);
  }

  get list(): readonly Consumer[] {
    return this.#all;
  }

  add(consumer: Consumer): void {
    this.#all.push(consumer);
    if (!this.#singleActive) this.#takeTurns(consumer);
    else this.#active ??= consumer;
  }

  /** False if it is not one of them. */
  remove(consumer: Consumer): boolean {
    const index = this.#all.indexOf(consumer);
    if (index === -1) return false;
    this.#all.splice(index, 1);
    this.#waiting.delete(consumer);
    this.#turns = this.#turns.map(({ priority, consumers }) => {
      const others = new Deque<Consumer>();
      for (const other of consumers) if (other !== consumer) others.push(other);
      return { priority, consumers: others };
    });
    this.#turns = this.#turns.filter(({ consumers }) => consumers.size > 0);
    if (this.#active === consumer) this.#active = this.#successor();
    return true;
  }

  /** Lets one take part again that could not take more; false if it was not set aside. */
  wake(consumer: Consumer): boolean {
    if (this.#singleActive) return consumer === this.#active;
    if (!this.#waiting.delete(consumer)) return false;
    this.#takeTurns(consumer);
    return true;
  }

  /** The consumer for the next message, which then goes to the end of its row. */
  next(): Consumer | undefined {
    if (this.#singleActive) return this.#nextActive();
    for (const { consumers } of this.#turns) {
      for (let consumer = consumers.shift(); consumer !== undefined; consumer = consumers.shift()) {
        if (consumer.canTake()) {
          consumers.push(consumer);
          return consumer;
        }
        this.#waiting.add(consumer);
      }
    }
    return undefined;
  }

  #nextActive(): Consumer | undefined {
    if (this.#takesOver && this.#active !== undefined) {
      const successor = this.#successor() ?? this.#active;
      if (successor.priority > this.#active.priority) {
        // it gets no more, and has to settle what it holds, before another one may begin
        if (this.#active.unacked > 0) return undefined;
        this.#active = successor;
      }
    }
    return this.#active?.canTake() ? this.#active : undefined;
  }

  #takeTurns(consumer: Consumer): void {
    const { priority } = consumer;
    let row = this.#turns.find((turn) => turn.priority === priority);
    if (row === undefined) {
      row = { priority, consumers: new Deque() };
      this.#turns.push(row);
      this.#turns.sort((a, b) => b.priority - a.priority);
    }
    row.consumers.push(consumer);
  }

  /** Of the single active consumers, the one with the highest priority that subscribed first. */
  #successor(): Consumer | undefined {
    let best: Consumer | undefined;
    for (const consumer of this.#all)
      if (best === undefined || consumer.priority > best.priority) best = consumer;
    return best;
  }
}
