import type { Channel } from "amqplib";
import type { ConnectionSupervisor } from "../connection/connection-supervisor.js";
import { type ChannelLife, SupervisedChannel } from "../connection/supervised-channel.js";
import { BrokerTimeoutError } from "../errors/rabbit-error.js";
import type { ConsumerHealth } from "../observe/rabbit-events.js";
import {
  CHANNELS_RESERVE_MS,
  CLOSE_TIMEOUT_MS,
  type CloseOptions,
  closeTimeout,
} from "../options/known-options.js";
import { lifeSignal, wait, within } from "../timing/waiting.js";
import { checkStart, declareTopology } from "../topology/declare-topology.js";
import { isSingleActive } from "../topology/queue-plan.js";
import { Delivery, DeliveryChannel } from "./delivery.js";
import { type Breaker, Caution, consumerBreaker, DeliveryGuard } from "./delivery-guard.js";
import type { ConsumerSettings, Drained, EventConsumer } from "./event-consumer.js";
import type { DeliveryIntake, IntakeLimits } from "./intake.js";
import { MessageMover } from "./message-mover.js";
import { processingIntake } from "./processing-intake.js";
import { Subscription } from "./subscription.js";

/** Consumes one queue on its own channel, up to `prefetch` messages at a time. Created by `rabbit.consumer`. */
export class Consumer implements EventConsumer {
  readonly #settings: ConsumerSettings;
  readonly #connection: ConnectionSupervisor;
  readonly #channel: SupervisedChannel<Channel>;
  readonly #breaker: Breaker | undefined;
  readonly #caution = new Caution(() => this.#adjust());
  readonly #closing = lifeSignal();
  readonly #abandon = lifeSignal();
  readonly #intake: DeliveryIntake;
  /**
   * Whether the subscription is kept until its channel closes, even while no message is wanted: without it the consumer
   * would lose its single-active role, or its instance's queue.
   */
  readonly #keepsSubscription: boolean;
  #subscription: Subscription | undefined;
  #deliveries: DeliveryChannel | undefined;
  #paused = false;
  #lost = false;
  #warned = false;
  #closed: Promise<Drained> | undefined;

  /** Internal: use `rabbit.consumer`. */
  constructor(connection: ConnectionSupervisor, settings: ConsumerSettings) {
    this.#settings = settings;
    this.#connection = connection;
    const { plan, hub } = settings;
    const queue = plan.queue.name;
    this.#keepsSubscription = plan.isPerInstance || isSingleActive(plan);
    this.#breaker = consumerBreaker(plan, hub, () => this.#adjust());
    const closing = this.#closing.signal;
    const mover = new MessageMover({ ...settings, closing, abandon: this.#abandon.signal });
    const limits: IntakeLimits = {
      prefetch: plan.prefetch,
      wanted: () => this.#wanted(),
      keepsDeliveries: this.#keepsSubscription,
    };
    this.#intake = processingIntake(limits, {
      ...settings,
      mover,
      guard: new DeliveryGuard({ queue, caution: this.#caution, mover, closing }),
      peer: () => connection.peer,
      outcome: (failure, attempt) =>
        failure === undefined ? this.#breaker?.succeeded() : this.#breaker?.failed(failure, attempt),
    });
    const life: ChannelLife<Channel> = {
      open: (model) => model.createChannel(),
      setup: (channel) => this.#subscribe(channel),
      opened: () => this.#recovered(),
      lost: (cause) => {
        this.#intake.forget();
        this.#caution.lost();
        this.#onLost(cause);
      },
    };
    const what = `the consumer of queue "${queue}"`;
    this.#channel = new SupervisedChannel(connection, life, { what, deadline: settings.startBy });
  }

  /** Settles when the queue is declared and the broker delivers. */
  get started(): Promise<void> {
    return this.#channel.started;
  }

  /** The queue's name. */
  get queue(): string {
    return this.#settings.plan.queue.name;
  }

  /** Its current state. */
  get health(): ConsumerHealth {
    return { queue: this.queue, state: this.#state(), active: this.#intake.active };
  }

  /**
   * Stops receiving messages until `resume`; running handlers continue. Resolves when the broker no longer delivers, or
   * the channel is gone. Rejects with `BrokerTimeoutError` if the broker has not answered within `startTimeout`; the
   * consumer is paused nevertheless.
   */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#answered("pause", this.#adjust());
  }

  /**
   * Receives messages again. Resolves when the broker delivers, or the channel is gone. Rejects with
   * `BrokerTimeoutError` if the broker has not answered within `startTimeout`; the consumer keeps trying.
   */
  async resume(): Promise<void> {
    this.#paused = false;
    await this.#answered("resume", this.#adjust());
  }

  async #answered(what: string, work: Promise<void> | undefined): Promise<void> {
    if (work === undefined || (await within(work, this.#settings.answerTimeout))) return;
    const cause = this.#connection.trouble;
    const why = cause?.message ?? "no answer from the broker";
    throw new BrokerTimeoutError(
      `${what}() of queue "${this.queue}" got no answer within startTimeout: ${why}`,
      cause,
    );
  }

  /**
   * Stops receiving messages, waits for running handlers for up to `timeout` milliseconds (default 25,000), then fires
   * their signals and closes the channel: unsettled messages return to the queue.
   */
  close(options: CloseOptions = {}): Promise<Drained> {
    try {
      this.#closed ??= this.#close(closeTimeout(options, CLOSE_TIMEOUT_MS));
      return this.#closed;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #close(timeout: number): Promise<Drained> {
    const deadline = performance.now() + timeout;
    const remaining = (share: number): number => Math.max(0, (deadline - performance.now()) * share);
    this.#closing.abort(new Error("the consumer is closing"));
    this.#breaker?.stop();
    const running = this.#intake.running();
    if (!this.#keepsSubscription) {
      this.#intake.adjust();
      await this.#subscription?.cancel(remaining(0.2));
    } // otherwise the next instance would start before this one has ended; the closing channel returns all of them at
    // once
    const reserve = Math.min(CHANNELS_RESERVE_MS, timeout * 0.2);
    await within(this.#intake.idle(), deadline - reserve - performance.now());
    const abandoned = running.left();
    const late = new Error("the consumer closed before the handler ended");
    this.#abandon.abort(late);
    this.#deliveries?.abandon(late);
    await within(this.#intake.idle(), remaining(0.3));
    const graceMs = Math.min(this.#deliveries?.graceMs ?? 0, remaining(0.3));
    if (graceMs > 0 && this.#deliveries !== undefined) await wait(graceMs, this.#deliveries.lost);
    // closes the channel first: closing the connection drops acks that were just written
    await this.#channel.close(remaining(0.5));
    await this.#settings.copier.close(remaining(0.8));
    this.#settings.closed();
    return { drained: running.count - abandoned, abandoned };
  }

  async #subscribe(channel: Channel): Promise<void> {
    const { plan, declare, hub } = this.#settings;
    const warnings = checkStart(plan, declare, this.#connection.broker);
    const deliveries = new DeliveryChannel(channel);
    const limits = {
      queue: this.queue,
      maxAttempts: plan.retry.maxAttempts,
      counted: plan.queue.arguments["x-queue-type"] === "quorum",
    };
    const subscription = new Subscription(channel, this.queue, this.#asked(), {
      prepare: (open) => declareTopology(open, plan, declare),
      delivered: (message) => this.#intake.take(new Delivery(message, limits, deliveries)),
      lost: (cause) => this.#onLost(cause),
      recovered: () => this.#recovered(),
    });
    this.#subscription = subscription;
    this.#deliveries = deliveries;
    await subscription.start();
    if (this.#warned) return;
    this.#warned = true;
    for (const warning of warnings) hub.emit("warning", warning);
    if (declare !== "assert" || plan.isTakenOver) void this.#warnOfCopies();
  }

  /** Without it, a missing write permission would show up only when the first handler fails. */
  async #warnOfCopies(): Promise<void> {
    const { copier, hub } = this.#settings;
    const refused = await copier.refusal();
    if (refused === undefined) return;
    const message = `retries and dead letters of queue "${this.queue}" cannot be written; messages whose handler fails stay in the queue: ${refused.message}`;
    hub.emit("warning", { code: "copies-refused", queue: this.queue, message });
  }

  /** How many messages at a time are wanted now. */
  #wanted(): number {
    if (this.#closing.signal.aborted || this.#paused || this.#breaker?.state === "open") return 0;
    const careful = this.#caution.careful || this.#breaker?.state === "probing";
    return careful ? 1 : this.#settings.plan.prefetch;
  }

  /** Passes the wanted number to the subscription; its promise never rejects. */
  #adjust(): Promise<void> | undefined {
    if (this.#closing.signal.aborted) return undefined;
    this.#intake.adjust();
    return this.#subscription?.want(this.#asked());
  }

  /** The prefetch to request from the broker. Changing it means subscribing again, behind the other instances. */
  #asked(): number {
    const wanted = this.#wanted();
    const { plan } = this.#settings;
    // without a consumer an instance's queue would expire, even while no message is wanted
    const stands = plan.isPerInstance || wanted > 0 || this.#subscription?.isOpen === true;
    return this.#keepsSubscription && stands ? plan.prefetch : wanted;
  }

  #state(): ConsumerHealth["state"] {
    if (this.#closing.signal.aborted) return "closed";
    if (this.#paused) return "paused";
    if (this.#lost || this.#channel.state !== "open") return "recovering";
    if (this.#settings.copier.failing) return "copies-failing";
    if (this.#breaker?.state === "open") return "breaker-open";
    return this.#breaker?.state === "probing" ? "breaker-probing" : "consuming";
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
