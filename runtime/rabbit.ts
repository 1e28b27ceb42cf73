import { type ConnectOptions, START_TIMEOUT_MS } from "./connection/connect-options.js";
import type { ConnectionPool } from "./connection/connection-pool.js";
import { Consumer } from "./consume/consumer.js";
import {
  type AnyConsumerOptions,
  type BindsOf,
  type ConsumerOptions,
  checkConsumerOptions,
  type EventBinds,
} from "./consume/consumer-options.js";
import { consumerPlan } from "./consume/consumer-plan.js";
import {
  type AnyBatchHandler,
  type AnyHandler,
  checkHandlers,
  type EventHandlers,
  type HandlersOf,
  type HandlerTable,
  type VersionHandlers,
  withDeclined,
} from "./consume/event-consumer.js";
import type { Bind, ConsumedBy, PublishedBy, ServiceScope, ServiceSettings } from "./contract/contract.js";
import type { EventFamily, EventVersion, HeadersOf, PayloadOf, WordOf } from "./contract/event-version.js";
import { ClosedError, ConfigurationError } from "./errors/rabbit-error.js";
import {
  type AnyRabbitEvent,
  type EventHub,
  type Health,
  type RabbitEvents,
  summarize,
} from "./observe/rabbit-events.js";
import { CLOSE_TIMEOUT_MS, type CloseOptions, closeTimeout } from "./options/known-options.js";
import { checkPublisherOptions, type PublisherOptions } from "./publish/publish-options.js";
import { ManyPublishers, Publisher } from "./publish/publisher.js";
import { type Closed, closeInOrder, type RabbitClient } from "./rabbit-client.js";
import { Copier } from "./retry/copier.js";
import { ConsumedQueues } from "./topology/declare-topology.js";
import { loadFamily, loadVersion } from "./validate/validator.js";

/**
 * The broker, for one service: creates publishers and consumers that share its long-lived connections. `Scope` is what
 * `contract.json` lets the service publish and consume; a plain `Rabbit` fits any service (`any` is what each
 * scope can be assigned to, and what the compiler resolves in generic code).
 */
export class Rabbit<Scope extends ServiceScope = any> implements RabbitClient {
  readonly #pool: ConnectionPool;
  readonly #hub: EventHub;
  readonly #options: ConnectOptions;
  readonly #settings: ServiceSettings | undefined;
  readonly #publishers = new Set<Pick<Publisher, "close" | "drain" | "health">>();
  readonly #consumers = new Set<Consumer>();
  readonly #queues = new ConsumedQueues();
  readonly #many: ManyPublishers;
  #closed: Promise<Closed> | undefined;

  /** Internal: use `connect`. */
  constructor(
    options: ConnectOptions,
    settings: ServiceSettings | undefined,
    pool: ConnectionPool,
    hub: EventHub,
  ) {
    this.#options = options;
    this.#settings = settings;
    this.#pool = pool;
    this.#hub = hub;
    this.#many = new ManyPublishers(hub);
  }

  /**
   * Calls `listener` for each such event; returns a function that removes it. Throws `ConfigurationError` for a name
   * that is not in `RabbitEvents`.
   */
  on<Name extends keyof RabbitEvents>(
    event: Name,
    listener: (event: RabbitEvents[Name]) => void,
  ): () => void {
    return this.#hub.on(event, listener);
  }

  /**
   * Calls `listener` for every event, with its `name`; returns a function that removes it. For logging, `connect({ log
   * })` is enough.
   *
   * @example
   * rabbit.onAny(({ name, ...event }) => metrics.increment(`rabbit.${name}`, event));
   */
  onAny(listener: (event: AnyRabbitEvent) => void): () => void {
    return this.#hub.onAny(listener);
  }

  /**
   * Creates a publisher of one event version; resolves when its channel is open and its exchange is declared. Rejects
   * as `connect` does, with the broker's refusal, or with `BrokerTimeoutError` after `startTimeout`.
   */
  async publisher<Version extends EventVersion>(
    version: PublishedBy<Scope, Version>,
    options: PublisherOptions = {},
  ): Promise<Publisher<PayloadOf<Version>, HeadersOf<Version>, WordOf<Version>>> {
    if (version.validators === undefined) {
      throw new ConfigurationError(
        "publisher() takes one version of an event, such as orderPaidV2, not all of them",
      );
    }
    checkPublisherOptions(options);
    const startBy = performance.now() + this.#startTimeout;
    const loaded = await loadVersion<string, string, PayloadOf<Version>, HeadersOf<Version>>(
      version as EventVersion<string, string, PayloadOf<Version>, HeadersOf<Version>>,
    );
    const connection = await this.#pool.get("publishing", version.vhost);
    this.#refuseWhenClosed();
    const closed = (): void => void this.#publishers.delete(publisher);
    const { service, declare = "assert", instrumentation = {} } = this.#options;
    const settings = { service, declare, instrumentation, hub: this.#hub, options, startBy, closed };
    const publisher: Publisher<PayloadOf<Version>, HeadersOf<Version>, WordOf<Version>> = new Publisher(
      loaded,
      connection,
      settings,
    );
    this.#publishers.add(publisher);
    await publisher.started.catch(async (error: unknown) => {
      await publisher.close({ timeout: 0 }); // also forgets it
      throw error;
    });
    const open = [...this.#publishers].map(({ health }) => health);
    const { event, version: label } = version;
    this.#many.opened(version, open.filter((one) => one.event === event && one.version === label).length);
    return publisher;
  }

  /**
   * Creates a consumer of one event, or of several that share a queue; resolves when the broker delivers to it. With
   * `batch`, its handlers get several messages at a time. Rejects as `connect` does, with `ConfigurationError`, with
   * the broker's refusal, or with `BrokerTimeoutError` after `startTimeout`.
   */
  consumer<Family extends EventFamily, Size extends number = never>(
    event: Family,
    options: ConsumerOptions<VersionHandlers<Family, Size, ConsumedBy<Scope, Family["event"]>>, Bind, Size>,
  ): Promise<Consumer>;
  consumer<const Families extends readonly EventFamily[], Size extends number = never>(
    events: Families,
    options: ConsumerOptions<EventHandlers<Families, Size, Scope>, EventBinds<Families>, Size>,
  ): Promise<Consumer>;
  // for the compiler's messages: TypeScript 7 prints the one about the last signature, older versions first the one about the first
  consumer<const Events extends EventFamily | readonly EventFamily[], Size extends number = never>(
    events: Events,
    options: ConsumerOptions<HandlersOf<Events, Size, Scope>, BindsOf<Events>, Size>,
  ): Promise<Consumer>;
  async consumer(
    events: EventFamily | readonly EventFamily[],
    wanted: AnyConsumerOptions,
  ): Promise<Consumer> {
    checkConsumerOptions(wanted);
    const { handlers, inbox, ...options } = wanted;
    const { service, declare = "assert", instrumentation = {} } = this.#options;
    const deadLetterStack = options.deadLetterStack ?? this.#options.deadLetterStack;
    const families = "event" in events ? [events] : events;
    const consumes = this.#settings?.consumes ?? {};
    const given = ("event" in events ? { [events.event]: handlers } : handlers) as HandlerTable<
      AnyHandler | AnyBatchHandler
    >;
    const table = withDeclined(families, given, consumes);
    checkHandlers(families, table);
    const loaded = await Promise.all(families.map(loadFamily));
    const plan = consumerPlan(loaded, { ...options, deadLetterStack }, consumes, declare);
    const forget = this.#queues.add(plan);
    try {
      const startBy = performance.now() + this.#startTimeout;
      const connection = await this.#pool.get("consuming", plan.vhost);
      this.#refuseWhenClosed();
      const copier = new Copier(() => this.#pool.get("publishing", plan.vhost), declare);
      const closed = (): void => {
        forget();
        this.#consumers.delete(consumer);
      };
      const consumer: Consumer = new Consumer(connection, {
        plan,
        handlers: table,
        service,
        declare,
        copier,
        hub: this.#hub,
        inbox,
        instrumentation,
        startBy,
        answerTimeout: this.#startTimeout,
        closed,
      });
      this.#consumers.add(consumer);
      await consumer.started.catch(async (error: unknown) => {
        await consumer.close({ timeout: 0 }); // also forgets it
        throw error;
      });
      return consumer;
    } catch (error) {
      forget();
      throw error;
    }
  }

  /** The current state, without asking the broker. */
  health(): Health {
    const parts = {
      connections: this.#pool.health(),
      publishers: [...this.#publishers].map(({ health }) => health),
      consumers: [...this.#consumers].map(({ health }) => health),
    };
    return summarize(parts, this.#closed !== undefined);
  }

  /**
   * Closes within `timeout` milliseconds (default 25,000): consumers stop receiving and running handlers finish, then
   * publishers reject new messages and wait for confirms, then channels and connections close. A second call returns
   * the same promise. Handlers have all but 5 s of the time (64 % of a short one); then their signals fire, and their
   * messages are redelivered.
   */
  close(options: CloseOptions = {}): Promise<Closed> {
    try {
      const parts = { consumers: this.#consumers, publishers: this.#publishers, pool: this.#pool };
      this.#closed ??= closeInOrder(parts, closeTimeout(options, CLOSE_TIMEOUT_MS));
      return this.#closed;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #startTimeout(): number {
    return this.#options.startTimeout ?? START_TIMEOUT_MS;
  }

  #refuseWhenClosed(): void {
    if (this.#closed !== undefined) throw new ClosedError("this rabbit is closed");
  }
}
