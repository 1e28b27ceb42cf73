import type { Channel } from "amqplib";
import type { ConnectionSupervisor } from "./connection-supervisor.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import type { Copier } from "./copier.js";
import { Delivery, DeliveryChannel } from "./delivery.js";
import { DeliveryProcessor } from "./delivery-processor.js";
import type { EventHub } from "./event-hub.js";
import type { HandlerTable } from "./handlers.js";
import { lifeSignal } from "./life-signal.js";
import { Subscription } from "./subscription.js";
import { SupervisedChannel } from "./supervised-channel.js";
import { wait } from "./wait.js";
import { within } from "./within.js";

/** What a consumer is made of. */
export interface ConsumerSettings {
  readonly plan: ConsumerPlan;
  readonly handlers: HandlerTable;
  readonly service: string;
  readonly copier: Copier;
  readonly hub: EventHub;
  /** Called when it is closed. */
  readonly closed: () => void;
}

/** How a consumer ended: handlers that finished during `close`, and ones that were cut off. */
export interface Drained {
  readonly drained: number;
  readonly abandoned: number;
}

/** Consumes one queue on a channel of its own, as many messages at a time as `prefetch`. Made by `rabbit.consumer`. */
export class Consumer {
  readonly #settings: ConsumerSettings;
  readonly #processor: DeliveryProcessor;
  readonly #channel: SupervisedChannel<Channel>;
  readonly #closing = lifeSignal();
  readonly #abandon = lifeSignal();
  readonly #active = new Set<Promise<void>>();
  #subscription: Subscription | undefined;
  #deliveries: DeliveryChannel | undefined;
  #lost = false;
  #closed: Promise<Drained> | undefined;

  /** Not for callers: use `rabbit.consumer`. */
  constructor(connection: ConnectionSupervisor, settings: ConsumerSettings) {
    this.#settings = settings;
    const { signal: closing } = this.#closing;
    this.#processor = new DeliveryProcessor({ ...settings, closing, abandon: this.#abandon.signal });
    this.#channel = new SupervisedChannel(connection, {
      open: (model) => model.createChannel(),
      setup: (channel) => this.#subscribe(channel),
      opened: () => this.#recovered(),
      lost: (cause) => this.#onLost(cause),
    });
  }

  /** Settles when the queue is declared and the broker delivers. */
  get started(): Promise<void> {
    return this.#channel.started;
  }

  /** The queue's name. */
  get queue(): string {
    return this.#settings.plan.queue.name;
  }

  /**
   * Takes no further message, waits for running handlers up to `timeout` milliseconds (default 25,000), then fires
   * their signals and closes the channel: what was not settled goes back to the queue.
   */
  close({ timeout = 25_000 }: { readonly timeout?: number } = {}): Promise<Drained> {
    this.#closed ??= this.#close(timeout);
    return this.#closed;
  }

  async #close(timeout: number): Promise<Drained> {
    const deadline = Date.now() + timeout;
    const remaining = (share: number): number => Math.max(0, (deadline - Date.now()) * share);
    this.#closing.abort(new Error("the consumer is closing"));
    const running = [...this.#active];
    await this.#subscription?.cancel(remaining(0.2));
    await within(this.#idle(), remaining(0.8));
    const abandoned = running.filter((work) => this.#active.has(work)).length;
    this.#abandon.abort(new Error("the consumer closed before the handler ended"));
    await within(this.#idle(), remaining(0.3));
    const graceMs = Math.min(this.#deliveries?.graceMs ?? 0, remaining(0.3));
    if (graceMs > 0 && this.#deliveries !== undefined) await wait(graceMs, this.#deliveries.lost);
    // the channel first: closing the connection drops acks that were just written
    await this.#channel.close(remaining(0.5));
    await this.#settings.copier.close(remaining(1));
    this.#settings.closed();
    return { drained: running.length - abandoned, abandoned };
  }

  async #idle(): Promise<void> {
    while (this.#active.size > 0) await Promise.all(this.#active);
  }

  async #subscribe(channel: Channel): Promise<void> {
    const { plan } = this.#settings;
    const deliveries = new DeliveryChannel(channel);
    const subscription = new Subscription(channel, plan, {
      delivered: (message) => this.#work(new Delivery(message, plan.queue.name, deliveries)),
      lost: (cause) => this.#onLost(cause),
      recovered: () => this.#recovered(),
    });
    this.#subscription = subscription;
    this.#deliveries = deliveries;
    await subscription.start();
  }

  #work(delivery: Delivery): void {
    const work = this.#processor
      .process(delivery)
      .catch((error: unknown) => {
        // a fault of this SDK: the queue's own delivery limit ends it if it happens again and again
        process.emitWarning(
          `cannot process a delivery of ${this.queue}: ${String(error)}`,
          "RabbitgenWarning",
        );
        delivery.reject();
      })
      .finally(() => this.#active.delete(work));
    this.#active.add(work);
  }

  #onLost(cause: Error): void {
    if (this.#closing.signal.aborted) return;
    this.#lost = true;
    this.#settings.hub.emit("consumer-lost", { queue: this.queue, cause });
  }

  #recovered(): void {
    if (this.#lost) this.#settings.hub.emit("consumer-recovered", { queue: this.queue });
    this.#lost = false;
  }
}
