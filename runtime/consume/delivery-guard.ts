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

/** Wraps the work on each delivery, so that a bug in this SDK costs one message, and a consumer stays cautious. */
export class DeliveryGuard {
  readonly #settings: GuardSettings;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** Call this before anything of the message is read. */
  arrived(delivery: Delivery): void {
    this.#settings.caution.delivered(delivery);
  }

  /** Runs `process`; `undefined` if it is done synchronously. The promise never rejects. */
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

  /**
   * A bug in this SDK: it would fail again, so the message is parked. If that also fails, it returns to the queue,
   * slowly.
   */
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

/** Consecutive losses, with no delivery settled in between, that a bad network does not explain. */
const SUSPICIOUS_LOSSES = 2;

/**
 * How many messages a consumer dares to prefetch. When a message kills its process, the broker counts a failed delivery
 * for every message that the process held; after a few crashes the innocent ones would also be out of attempts. So a
 * consumer starts cautiously, with one message, and prefetches fully once it receives a message that was never
 * delivered before; it becomes cautious again at one that went unacknowledged twice. A message can also kill the
 * connection before this SDK sees it, and all messages sent with it are then lost unseen: the consumer becomes cautious
 * when it loses its channel twice and could settle nothing in between.
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

  /** A delivery was settled: the current messages are not what kills the channel. */
  settled(): void {
    this.#losses = 0;
  }

  /** The channel is gone, and its deliveries will be redelivered. */
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
