import type { Instrumentation, Peer } from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { LONGEST_TIMER_MS } from "../timing/waiting.js";
import { isSingleActive } from "../topology/queue-plan.js";
import type { LoadedFamily } from "../validate/validator.js";
import { BatchCollector } from "./batch-collector.js";
import { type Admitted, BatchProcessor, type BatchWork } from "./batch-processor.js";
import { type Inbox, InboxGate } from "./consumer-options.js";
import type { BatchPlan, ConsumerPlan } from "./consumer-plan.js";
import type { Delivery } from "./delivery.js";
import type { DeliveryGuard } from "./delivery-guard.js";
import { DeliveryProcessor } from "./delivery-processor.js";
import type { AnyBatchHandler, AnyHandler, HandlerTable } from "./event-consumer.js";
import { ActiveWork, type DeliveryIntake, Intake, type IntakeLimits, type Running } from "./intake.js";
import type { MessageMover } from "./message-mover.js";

/** What the processing of a consumer's deliveries is built from. */
export interface ProcessingSettings {
  readonly plan: ConsumerPlan<LoadedFamily>;
  readonly handlers: HandlerTable<AnyHandler | AnyBatchHandler>;
  readonly hub: EventHub;
  readonly mover: MessageMover;
  readonly guard: DeliveryGuard;
  readonly inbox: Inbox | undefined;
  readonly instrumentation: Instrumentation;
  readonly peer: () => Peer;
  /** How a handler call went at this attempt; `undefined` for a success or a deliberate rejection. */
  readonly outcome: (failure: Error | undefined, attempt: number) => void;
}

/** The intake of a consumer, which calls its handlers with batches or with single messages. */
export function processingIntake(limits: IntakeLimits, settings: ProcessingSettings): DeliveryIntake {
  const { plan, guard, inbox, handlers } = settings;
  if (plan.batch !== undefined) {
    const processor = new BatchProcessor({
      ...settings,
      handlers: handlers as HandlerTable<AnyBatchHandler>,
    });
    return new BatchIntake({
      ...limits,
      batch: plan.batch,
      keepsOrder: isSingleActive(plan),
      longestWaitMs: plan.retry.longestHold,
      admit: (delivery) => processor.admit(delivery),
      handle: (batch) => processor.handle(batch),
    });
  }
  const gate = inbox && new InboxGate(inbox);
  const processor = new DeliveryProcessor({
    ...settings,
    handlers: handlers as HandlerTable<AnyHandler>,
    inbox: gate,
  });
  const process = (delivery: Delivery): Promise<unknown> | undefined => processor.process(delivery);
  return new Intake({
    ...limits,
    begin: (delivery) => {
      guard.arrived(delivery);
      return guard.around(delivery, process);
    },
  });
}

/** The settings and callbacks of a batch intake. */
export interface BatchIntakeSettings extends IntakeLimits {
  readonly batch: BatchPlan;
  /** Whether handlers get messages in order of arrival. */
  readonly keepsOrder: boolean;
  /**
   * Milliseconds that a message may wait and still leave time for its handler call before the broker closes the
   * channel.
   */
  readonly longestWaitMs: number;
  /**
   * Decodes a delivery: returns a batch item, or a promise of the work on a message that no handler may see, which
   * never rejects.
   */
  readonly admit: (delivery: Delivery) => Admitted | Promise<unknown> | undefined;
  /** Calls the handler. */
  readonly handle: (batch: readonly Admitted[]) => BatchWork;
}

/**
 * Collects deliveries into batches; one batch is handled at a time while the next ones fill. A redelivered message
 * forms a batch alone: a message that makes a whole batch fail, or kills its process, costs the others one attempt, not
 * all of them.
 */
export class BatchIntake implements DeliveryIntake {
  readonly #settings: BatchIntakeSettings;
  readonly #active = new ActiveWork(() => this.#advance());
  readonly #collector: BatchCollector<Admitted>;
  /** Delivered but not decoded: more than are wanted now. */
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
      delivery.giveBack(); // sent before the broker handled the cancel or the lower prefetch
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

  /** Hands over the next batch if it is due and none is being handled; otherwise checks again when it will be due. */
  #handOver(): void {
    if (this.#isHandling || this.#collector.size === 0) return;
    const most = this.#settings.wanted();
    const room = most - this.#active.size; // copies in progress, which make no batch due because they are short
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

  /** Slow calls for messages that are handled alone may keep the others waiting until the broker closes the channel. */
  #giveBackOverdue(): void {
    const { longestWaitMs, keepsOrder } = this.#settings;
    const overdue = this.#collector.takeOverdue(performance.now() - longestWaitMs);
    for (const { delivery } of overdue) delivery.giveBack();
    if (overdue.length === 0 || !keepsOrder) return;
    for (const delivery of this.#early.splice(0)) delivery.giveBack(); // they arrived later than the redelivered message
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
