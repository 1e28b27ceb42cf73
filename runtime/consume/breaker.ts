import type { EventHub } from "../observe/rabbit-events.js";
import type { BreakerSettings, ConsumerPlan } from "./consumer-plan.js";

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
