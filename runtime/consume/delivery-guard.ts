import { toError } from "../errors/to-error.js";
import { wait } from "../timing/wait.js";
import type { Caution } from "./caution.js";
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
