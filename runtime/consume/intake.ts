import type { Delivery } from "./delivery.js";

/** Takes a consumer's deliveries as they come. */
export interface DeliveryIntake {
  /** Messages that are worked on. */
  readonly active: number;
  /** Begins, keeps or gives back a delivery. */
  take(delivery: Delivery): void;
  /** To be called when another number is wanted. */
  adjust(): void;
  /** Forgets what waits, since its channel is gone: the broker delivers it again. */
  forget(): void;
  /** What is worked on now, to ask later how much of it still is. */
  running(): Running;
  /** Resolves when nothing is worked on. */
  idle(): Promise<void>;
}

/** What every intake asks. */
export interface IntakeLimits {
  /** The most messages at a time. */
  readonly prefetch: number;
  /** How many at a time are wanted now. */
  readonly wanted: () => number;
  /**
   * Whether deliveries that are not wanted now are kept until they are, or their channel closes: what a queue with a
   * single active consumer gets back it delivers again at once.
   */
  readonly keepsDeliveries: boolean;
}

/** What an intake is told, and asks. */
export interface IntakeSettings extends IntakeLimits {
  /** Begins to work on one; `undefined` when that is done at once. The promise never rejects. */
  readonly begin: (delivery: Delivery) => Promise<unknown> | undefined;
}

/** The deliveries that a consumer works on, and those that have to wait. */
export class Intake implements DeliveryIntake {
  readonly #settings: IntakeSettings;
  readonly #active = new ActiveWork(() => this.#takeEarly());
  /** Delivered and not begun: while one prefetch replaces another, the broker sends by both. */
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
      delivery.giveBack(); // sent before the broker heard that nothing more is wanted
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

  /** In the order in which they came; one that ends at once leaves its place to the next. */
  #takeEarly(): void {
    for (const delivery of this.#early.splice(0)) this.take(delivery);
  }
}

/** The deliveries that a consumer works on. */
export class ActiveWork {
  readonly #works = new Set<Promise<unknown>>();
  readonly #ended: () => void;

  /** `ended` is called after each end. */
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

  /** What is worked on now, to ask later how much of it still is. */
  running(): Running {
    const running = [...this.#works];
    return { count: running.length, left: () => running.filter((work) => this.#works.has(work)).length };
  }

  /** Resolves when nothing is worked on. */
  async idle(): Promise<void> {
    while (this.#works.size > 0) await Promise.all(this.#works);
  }
}

/** Deliveries that were worked on at one time. */
export interface Running {
  readonly count: number;
  readonly left: () => number;
}
