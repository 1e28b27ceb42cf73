import { toError } from "../errors/amqplib-error.js";
import { wait } from "../timing/waiting.js";
import type { Delivery } from "./delivery.js";
import type { MessageMover } from "./message-mover.js";

const FAULT_PAUSE_MS = 1_000;

/** What a guard works with. */
export interface GuardSettings {
  readonly queue: string;
  readonly caution: Caution;
  readonly mover: MessageMover;
  /** `close` was called: waits end. */
  readonly closing: AbortSignal;
}

/** Stands around the work on each delivery, so that a fault of this SDK costs one message, and a consumer stays careful. */
export class DeliveryGuard {
  readonly #settings: GuardSettings;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** To be called before anything of the message is read. */
  arrived(delivery: Delivery): void {
    this.#settings.caution.delivered(delivery);
  }

  /** Runs `process`; `undefined` when it is done at once. The promise never rejects. */
  around(
    delivery: Delivery,
    process: (delivery: Delivery) => Promise<unknown> | undefined,
  ): Promise<unknown> | undefined {
    const { caution } = this.#settings;
    const work = this.#caught(delivery, process);
    if (work !== undefined)
      return work.finally(() => {
        if (!delivery.lost.aborted) caution.settled();
      });
    caution.settled();
    return undefined;
  }

  #caught(
    delivery: Delivery,
    process: (delivery: Delivery) => Promise<unknown> | undefined,
  ): Promise<unknown> | undefined {
    try {
      return process(delivery)?.catch((error: unknown) => this.#fault(delivery, error));
    } catch (error) {
      return this.#fault(delivery, error);
    }
  }

  /** A fault of this SDK: it would fail again, so the message is parked. If that fails too, back to the queue, slowly. */
  async #fault(delivery: Delivery, thrown: unknown): Promise<void> {
    const { queue, mover, closing } = this.#settings;
    const error = toError(thrown);
    process.emitWarning(`cannot process a delivery of ${queue}: ${error.message}`, "RabbitgenWarning");
    if (delivery.settled) return;
    try {
      await mover.park(delivery, error);
    } catch {
      await wait(FAULT_PAUSE_MS, delivery.lost, closing);
      delivery.reject();
    }
  }
}

/** Losses in a row, with no delivery settled between them, that are one too many for a bad network. */
const SUSPICIOUS_LOSSES = 2;

/**
 * How many messages a consumer dares to take. A message that kills its process makes the broker count a failed delivery
 * of every message that the process held; after a few crashes the innocent ones would be out of attempts too. So a
 * consumer begins careful, with one message, and takes all that it may when the broker gives it one that nobody failed
 * on; it becomes careful again at one that went unanswered twice. A message can also kill the connection before this
 * SDK sees it, and then all that were sent with it go unseen, too: the consumer becomes careful when it loses its
 * channel twice and could settle nothing between.
 */
export class Caution {
  #careful = true;
  #losses = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get careful(): boolean {
    return this.#careful;
  }

  delivered({ unanswered }: Delivery): void {
    this.#become(this.#careful ? unanswered > 0 : unanswered > 1);
  }

  /** A delivery was settled: what comes is not what kills the channel. */
  settled(): void {
    this.#losses = 0;
  }

  /** The channel is gone, and what was delivered on it comes again. */
  lost(): void {
    this.#losses += 1;
    if (this.#losses >= SUSPICIOUS_LOSSES) this.#become(true);
  }

  #become(careful: boolean): void {
    if (careful === this.#careful) return;
    this.#careful = careful;
    this.#changed();
  }
}
