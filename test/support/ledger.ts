import { ClosedError } from "../../runtime/errors/rabbit-error.js";
import { type Certainty, PublishError } from "../../runtime/index.js";
import type { Published, PublishOptions } from "../../runtime/publish/publish-options.js";
import type { OrderPaid } from "./order-family.js";
import type { Bench } from "./use-bench.js";
import { poll, Seen } from "./waiting.js";

/** What became of all messages. Counts are of different messages; lists hold message ids. */
export interface Balance {
  readonly confirmed: number;
  readonly notSent: number;
  readonly refused: number;
  readonly unknown: number;
  readonly handled: number;
  readonly dead: number;
  readonly queued: number;
  /** Further places or times in which a message was found beside its first. */
  readonly duplicates: number;
  /** Confirmed, and neither handled nor in a queue. */
  readonly lost: readonly string[];
  /** Found, though its publish said that it was not sent or refused. */
  readonly ghosts: readonly string[];
  /** Publishes that rejected without a certainty. */
  readonly uncertain: readonly unknown[];
}

/** Anything that publishes orders. */
interface OrderPublisher {
  publish(event: OrderPaid, options?: PublishOptions): Promise<Published>;
}

/** A quorum queue gives back late what a lost consumer held: so long is a message that is nowhere looked for, … */
const PATIENCE_MS = 5_000;
/** … and so long must the queues stay empty. */
const QUIET_MS = 250;

/** Counts, by message id, what was promised to the publisher and what was found. The order's id is the message's. */
export class Ledger {
  readonly #confirmed = new Set<string>();
  readonly #rejected = new Map<string, Certainty>();
  readonly #uncertain: unknown[] = [];
  readonly #publishes: Promise<void>[] = [];
  readonly #firsts = new Seen<string>();
  readonly #found = { handled: new Map<string, number>(), dead: new Map(), queued: new Map() };

  /** Publishes and notes the outcome; never rejects. */
  publish(publisher: OrderPublisher, id: string, options: PublishOptions = {}): Promise<void> {
    const published = publisher.publish({ orderId: id }, { ...options, messageId: id }).then(
      () => void this.#confirmed.add(id),
      (error: unknown) => {
        if (error instanceof PublishError || error instanceof ClosedError)
          this.#rejected.set(id, error.certainty);
        else this.#uncertain.push(error);
      },
    );
    this.#publishes.push(published);
    return published;
  }

  /** Publishes `count` messages `<prefix>-0`, … at once; resolves when all are settled. */
  async publishAll(
    publisher: OrderPublisher,
    prefix: string,
    count: number,
    options: PublishOptions = {},
  ): Promise<void> {
    await Promise.all(
      Array.from({ length: count }, (_, i) => this.publish(publisher, `${prefix}-${i}`, options)),
    );
  }

  /** Notes a handler's success. */
  handled(id: string): void {
    if (!this.#found.handled.has(id)) this.#firsts.add(id);
    note(this.#found.handled, id);
  }

  /** Resolves when `count` different messages have been handled. */
  async handledAll(count: number): Promise<void> {
    await this.#firsts.count(count);
  }

  /** Records messages that a test found in a queue, or that are gone with it. */
  queued(...ids: readonly string[]): void {
    for (const id of ids) note(this.#found.queued, id);
  }

  /**
   * Waits for all publishes, then takes everything out of the queue, its dead-letter queue and these retry queues. Call
   * it when there are no consumers left.
   */
  async collect(bench: Bench, queue: string, ...retryDelaysMs: readonly number[]): Promise<Balance> {
    await Promise.all(this.#publishes);
    const began = performance.now();
    let lastFound = began;
    await poll(async () => {
      let found = await this.#drain(bench, `${queue}.dead`, this.#found.dead);
      for (const name of [queue, ...retryDelaysMs.map((ms) => `${queue}.retry.${ms}`)])
        found += await this.#drain(bench, name, this.#found.queued);
      const now = performance.now();
      if (found > 0) lastFound = now;
      if (this.balance().lost.length > 0) return now - began > PATIENCE_MS;
      return now - lastFound > QUIET_MS;
    });
    return this.balance();
  }

  balance(): Balance {
    const { handled, dead, queued } = this.#found;
    const places = [handled, dead, queued];
    const times = (id: string): number => places.reduce((sum, place) => sum + (place.get(id) ?? 0), 0);
    const found = new Set(places.flatMap((place) => [...place.keys()]));
    const rejected = (certainty: Certainty): readonly string[] =>
      [...this.#rejected].filter(([, one]) => one === certainty).map(([id]) => id);
    return {
      confirmed: this.#confirmed.size,
      notSent: rejected("not-sent").length,
      refused: rejected("refused").length,
      unknown: rejected("unknown").length,
      handled: handled.size,
      dead: dead.size,
      queued: queued.size,
      duplicates: [...found].reduce((sum, id) => sum + times(id) - 1, 0),
      lost: [...this.#confirmed].filter((id) => times(id) === 0),
      ghosts: [...rejected("not-sent"), ...rejected("refused")].filter((id) => times(id) > 0),
      uncertain: this.#uncertain,
    };
  }

  /** How many messages it took out of the queue. */
  async #drain(bench: Bench, queue: string, place: Map<string, number>): Promise<number> {
    if ((await bench.count(queue)) === undefined) return 0;
    for (let found = 0; ; found += 1) {
      const message = await bench.channel.get(queue, { noAck: true });
      if (message === false) return found;
      note(place, String(message.properties.messageId));
    }
  }
}

/** Of a balance in which every promise was kept. */
export const kept = { lost: [], ghosts: [], uncertain: [] } as const;

function note(place: Map<string, number>, id: string): void {
  place.set(id, (place.get(id) ?? 0) + 1);
}
