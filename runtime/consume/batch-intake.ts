import { LONGEST_TIMER_MS } from "../timing/waiting.js";
import { BatchCollector } from "./batch-collector.js";
import type { Admitted, BatchWork } from "./batch-processor.js";
import type { BatchPlan } from "./consumer-plan.js";
import type { Delivery } from "./delivery.js";
import { ActiveWork, type DeliveryIntake, type IntakeLimits, type Running } from "./intake.js";

/** What an intake of batches is told, and asks. */
export interface BatchIntakeSettings extends IntakeLimits {
  readonly batch: BatchPlan;
  /** Whether handlers get messages in the order in which they came. */
  readonly keepsOrder: boolean;
  /** Milliseconds that a message may wait so that the broker still leaves it here for the time of its handler's call. */
  readonly longestWaitMs: number;
  /** Reads a delivery: gives what a batch may have, or the work on what no handler may see, which never rejects. */
  readonly admit: (delivery: Delivery) => Admitted | Promise<unknown> | undefined;
  /** Calls the handler. */
  readonly handle: (batch: readonly Admitted[]) => BatchWork;
}

/**
 * Gathers deliveries into batches, of which one at a time is handled while the next ones fill. A message that was
 * delivered before is a batch of its own: one that makes a whole batch fail, or kills its process, costs the others one
 * attempt, and not all of them.
 */
export class BatchIntake implements DeliveryIntake {
  readonly #settings: BatchIntakeSettings;
  readonly #active = new ActiveWork(() => this.#advance());
  readonly #collector: BatchCollector<Admitted>;
  /** Delivered and not read: more than are wanted now. */
  readonly #early: Delivery[] = [];
  #isHandling = false;
  #timer: NodeJS.Timeout | undefined;
  #firesAt = Number.POSITIVE_INFINITY;

  constructor(settings: BatchIntakeSettings) {
    this.#settings = settings;
    this.#collector = new BatchCollector({ ...settings.batch, keepsOrder: settings.keepsOrder });
  }

  get active(): number {
    return this.#active.size;
  }

  take(delivery: Delivery): void {
    const { prefetch, wanted, keepsDeliveries, admit } = this.#settings;
    const most = wanted();
    if (most === 0 && !keepsDeliveries) {
      delivery.giveBack(); // sent before the broker heard that nothing more is wanted
      return;
    }
    if (this.#active.size + this.#collector.size >= (keepsDeliveries ? most : prefetch)) {
      this.#early.push(delivery);
      return;
    }
    const admitted = admit(delivery);
    if (admitted === undefined) return;
    if (admitted instanceof Promise) this.#active.add(admitted);
    else {
      const isAlone = delivery.attempt > 1 || delivery.unanswered > 0;
      this.#collector.add(admitted, { kind: admitted.version, isAlone }, performance.now());
    }
    this.#handOver();
  }

  adjust(): void {
    const { wanted, keepsDeliveries } = this.#settings;
    if (wanted() > 0 || keepsDeliveries) {
      this.#advance();
      return;
    }
    const waiting = this.#collector.clear().map(({ delivery }) => delivery);
    for (const delivery of [...waiting, ...this.#early.splice(0)]) delivery.giveBack();
    this.#disarm();
  }

  forget(): void {
    this.#collector.clear();
    this.#early.splice(0);
    this.#disarm();
  }

  running(): Running {
    return this.#active.running();
  }

  idle(): Promise<void> {
    return this.#active.idle();
  }

  #advance(): void {
    for (const delivery of this.#early.splice(0)) this.take(delivery);
    this.#handOver();
  }

  /** The next batch if it is due and none is handled; else it is looked at again when it will be. */
  #handOver(): void {
    if (this.#isHandling || this.#collector.size === 0) return;
    const most = this.#settings.wanted();
    const room = most - this.#active.size; // copies under way, which make no batch due since they are short
    const due = this.#collector.take(performance.now(), room, most);
    const batch = due.filter(({ delivery }) => !delivery.lost.aborted);
    if (batch.length > 0) this.#start(batch);
    else if (room > 0) this.#arm();
  }

  #start(batch: readonly Admitted[]): void {
    this.#isHandling = true;
    const { ended, works } = this.#settings.handle(batch);
    for (const work of works) this.#active.add(work);
    void ended.then(() => {
      this.#isHandling = false;
      this.#giveBackOverdue();
      this.#advance();
    });
  }

  /** Slow calls for messages that are handled alone may keep the others so long that the broker takes the channel away. */
  #giveBackOverdue(): void {
    const { longestWaitMs, keepsOrder } = this.#settings;
    const overdue = this.#collector.takeOverdue(performance.now() - longestWaitMs);
    for (const { delivery } of overdue) delivery.giveBack();
    if (overdue.length === 0 || !keepsOrder) return;
    for (const delivery of this.#early.splice(0)) delivery.giveBack(); // they came later than what comes again
  }

  #arm(): void {
    const at = this.#collector.dueAt;
    if (at === undefined || at >= this.#firesAt) return;
    this.#disarm();
    this.#firesAt = at;
    const ms = Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(at - performance.now())));
    this.#timer = setTimeout(() => {
      this.#firesAt = Number.POSITIVE_INFINITY;
      this.#handOver();
    }, ms);
    this.#timer.unref(); // its channel keeps the process alive
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#firesAt = Number.POSITIVE_INFINITY;
  }
}
