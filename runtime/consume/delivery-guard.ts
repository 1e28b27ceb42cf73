import { toError } from "../errors/amqplib-error.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { wait } from "../timing/waiting.js";
import type { BreakerSettings, ConsumerPlan } from "./consumer-plan.js";
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

/** Callbacks of a breaker. */
export interface BreakerHooks {
  readonly opened: (pauseMs: number, failures: number, cause: Error) => void;
  readonly probing: () => void;
  readonly closed: () => void;
}

/** While probing, a breaker tolerates this many times the failures that open it. */
const MOST_PROBES = 10;

/**
 * Closed → (a run of failures) → open → (pause) → probing, one message at a time → closed, or open again for longer. An
 * outage of a dependency (a database, a gateway) then costs a few messages an attempt each, not the whole queue.
 *
 * A bad message and an unavailable service look the same for a single failure; other messages tell them apart. So while
 * closed, only first attempts count: a message that keeps failing is one failure. A probe that fails at its first
 * attempt may be one more bad message, so each time twice as many are tried before the next pause. Bad messages
 * therefore delay those behind them only by seconds, and an outage costs a message one attempt. A probe that had failed
 * before adds no information: it ends the probing at once.
 */
export class Breaker {
  #state: "closed" | "open" | "probing" = "closed";
  #run = 0;
  /** Failed first attempts since the probing began. */
  #probes = 0;
  #openings = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  readonly #settings: BreakerSettings;
  readonly #hooks: BreakerHooks;

  constructor(settings: BreakerSettings, hooks: BreakerHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
  }

  get state(): "closed" | "open" | "probing" {
    return this.#state;
  }

  /** A handler succeeded, or deliberately rejected a message. */
  succeeded(): void {
    this.#run = 0;
    if (this.#state !== "probing") return; // while open, this is a handler that started before
    this.#state = "closed";
    this.#openings = 0;
    this.#hooks.closed();
  }

  /** A handler failed at this attempt, from 1, of its message. */
  failed(cause: Error, attempt: number): void {
    if (this.#state === "open" || this.#stopped) return;
    const isFirst = attempt === 1;
    const { failures, countsRetries } = this.#settings;
    if (this.#state === "closed" && !isFirst && !countsRetries) return;
    this.#run += 1;
    if (this.#state === "probing" && isFirst) this.#probes += 1;
    const most = failures * Math.min(MOST_PROBES, 2 ** (this.#openings - 1));
    const opens = this.#state === "closed" ? this.#run >= failures : !isFirst || this.#probes >= most;
    if (opens) this.#open(cause);
  }

  /** Never opens again, and stops its timer. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #open(cause: Error): void {
    const { pauseMs, maxPauseMs } = this.#settings;
    const ceiling = Math.min(maxPauseMs, pauseMs * 2 ** Math.min(this.#openings, 20));
    const ms = Math.ceil(ceiling * (1 - Math.random() / 2)); // keeps the replicas of a service from probing simultaneously
    this.#openings += 1;
    this.#state = "open";
    this.#timer = setTimeout(() => {
      this.#state = "probing";
      this.#probes = 0;
      this.#hooks.probing();
    }, ms);
    this.#hooks.opened(ms, this.#run, cause);
  }
}

/**
 * The breaker of a consumer, if it has one: each change of state emits an event and changes how many messages are
 * wanted.
 */
export function consumerBreaker(plan: ConsumerPlan, hub: EventHub, adjust: () => void): Breaker | undefined {
  const queue = plan.queue.name;
  return (
    plan.breaker &&
    new Breaker(plan.breaker, {
      opened: (pauseMs, failures, cause) => {
        hub.emit("breaker-open", { queue, pauseMs, failures, cause });
        adjust();
      },
      probing: () => {
        hub.emit("breaker-probing", { queue });
        adjust();
      },
      closed: () => {
        hub.emit("breaker-closed", { queue });
        adjust();
      },
    })
  );
}
