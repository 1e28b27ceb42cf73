import type { Delivery } from "./delivery.js";

/** Accepts a consumer's deliveries as they arrive. */
export interface DeliveryIntake {
  /** The number of messages in progress. */
  readonly active: number;
  /** Starts, keeps or returns a delivery. */
  take(delivery: Delivery): void;
  /** Call this when the wanted number changes. */
  adjust(): void;
  /** Forgets waiting deliveries because their channel is gone: the broker redelivers them. */
  forget(): void;
  /** Returns the deliveries in progress, to count later how many still are. */
  running(): Running;
  /** Resolves when nothing is in progress. */
  idle(): Promise<void>;
}

/** The limits of every intake. */
export interface IntakeLimits {
  /** The most messages at a time. */
  readonly prefetch: number;
  /** How many at a time are wanted now. */
  readonly wanted: () => number;
  /**
   * Whether deliveries that are not wanted now are kept until they are, or until their channel closes: a queue with a
   * single active consumer would redeliver returned messages immediately.
   */
  readonly keepsDeliveries: boolean;
}

/** The limits and callbacks of an intake. */
export interface IntakeSettings extends IntakeLimits {
  /** Starts work on a delivery; `undefined` if it is done synchronously. The promise never rejects. */
  readonly begin: (delivery: Delivery) => Promise<unknown> | undefined;
}

/** The deliveries that a consumer is working on, and those that have to wait. */
export class Intake implements DeliveryIntake {
  readonly #settings: IntakeSettings;
  readonly #active = new ActiveWork(() => this.#takeEarly());
  /** Delivered but not started: while one prefetch replaces another, the broker delivers for both. */
  readonly #early: Delivery[] = [];

  constructor(settings: IntakeSettings) {
    this.#settings = settings;
  }

  get active(): number {
    return this.#active.size;
  }

  take(delivery: Delivery): void {
    const { prefetch, wanted, keepsDeliveries, begin } = this.#settings;
    const most = wanted();
    if (most === 0 && !keepsDeliveries) {
      delivery.giveBack(); // sent before the broker handled the cancel or the lower prefetch
      return;
    }
    if (this.#active.size >= (keepsDeliveries ? most : prefetch)) {
      this.#early.push(delivery);
      return;
    }
    const work = begin(delivery);
    if (work !== undefined) this.#active.add(work);
  }

  adjust(): void {
    if (this.#settings.keepsDeliveries || this.#settings.wanted() === 0) this.#takeEarly();
  }

  forget(): void {
    this.#early.splice(0);
  }

  running(): Running {
    return this.#active.running();
  }

  idle(): Promise<void> {
    return this.#active.idle();
  }

  /** In order of arrival; a delivery that finishes at once makes room for the next. */
  #takeEarly(): void {
    for (const delivery of this.#early.splice(0)) this.take(delivery);
  }
}

/** The deliveries that a consumer is working on. */
export class ActiveWork {
  readonly #works = new Set<Promise<unknown>>();
  readonly #ended: () => void;

  /** `ended` is called after each delivery ends. */
  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get size(): number {
    return this.#works.size;
  }

  /** `work` never rejects. */
  add(work: Promise<unknown>): void {
    const listed = work.finally(() => {
      this.#works.delete(listed);
      this.#ended();
    });
    this.#works.add(listed);
  }

  /** Returns the deliveries in progress, to count later how many still are. */
  running(): Running {
    const running = [...this.#works];
    return { count: running.length, left: () => running.filter((work) => this.#works.has(work)).length };
  }

  /** Resolves when nothing is in progress. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works);
  }
}

/** The deliveries that were in progress at one point in time. */
export interface Running {
  readonly count: number;
  readonly left: () => number;
}
