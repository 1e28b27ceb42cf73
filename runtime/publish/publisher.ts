import type { ConnectionSupervisor } from "../connection/connection-supervisor.js";
import type { EventVersion, HeadersOf, PayloadOf, WordOf } from "../contract/event-version.js";
import { PublishTimeoutError, rejectToCaller } from "../errors/publish-error.js";
import { guarded, type Instrumentation } from "../observe/instrumentation.js";
import type { EventHub, PublisherHealth } from "../observe/rabbit-events.js";
import { type CloseOptions, closeTimeout } from "../options/known-options.js";
import { declareExchange } from "../topology/declare-topology.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import type { LoadedVersion } from "../validate/validator.js";
import { ConfirmSender, type SenderHooks } from "./confirm-sender.js";
import { DelayedSenders } from "./delayed-senders.js";
import {
  type AnyPublishOptions,
  baseHeaders,
  encodeMessage,
  encodeProperties,
  type HeaderTable,
  headersWithAdded,
} from "./encode-message.js";
import type { Outgoing } from "./outgoing-message.js";
import {
  checkPublishOptions,
  type PublishArguments,
  type Published,
  type PublisherOptions,
  type PublishOptions,
} from "./publish-options.js";

/**
 * The interface of `Publisher`. Code that takes an `EventPublisher` can be tested with a double:
 * `EventPublisher<PayloadOf<typeof orderPaidV1>>`.
 */
export interface EventPublisher<Payload = unknown, Headers = unknown, Word extends string = never> {
  publish(event: Payload, ...options: PublishArguments<Headers, Word>): Promise<Published>;
  /** Messages that the broker has not confirmed yet. */
  readonly pending: number;
  readonly health: PublisherHealth;
  close(options?: CloseOptions): Promise<void>;
}

/** The `EventPublisher` of one version: `PublisherOf<typeof orderPaidV1>`. */
export type PublisherOf<Version extends EventVersion> = EventPublisher<
  PayloadOf<Version>,
  HeadersOf<Version>,
  WordOf<Version>
>;

const NO_OPTIONS: AnyPublishOptions = {};
/** Default of `timeout` of `publish`. */
export const PUBLISH_TIMEOUT_MS: number = 30_000;
/** Default of `timeout` of a publisher's `close`. */
export const PUBLISHER_CLOSE_TIMEOUT_MS: number = 5_000;
const NO_SIGNALS: readonly AbortSignal[] = [];

/** What a publisher is built from. */
export interface PublisherSettings {
  readonly service: string;
  readonly declare: DeclareMode;
  readonly instrumentation: Instrumentation;
  readonly hub: EventHub;
  readonly options: PublisherOptions;
  /** When its channel must be open, on the clock of `performance.now()`. */
  readonly startBy: number;
  /** Called when it is closed. */
  readonly closed: () => void;
}

/**
 * Publishes one version of one event on its own confirm channel. Created by `rabbit.publisher`. `Headers` are the
 * event's declared headers, `Word` the placeholders of its routing key that must be passed to `publish`.
 *
 * @example
 * const publisher = await rabbit.publisher(orderPaidV1); // once, when the service starts
 * const { messageId } = await publisher.publish({ orderId: "o-1", total: { amount: 1250, currency: "EUR" } });
 */
export class Publisher<Payload = unknown, Headers = unknown, Word extends string = never>
  implements EventPublisher<Payload, Headers, Word>
{
  readonly #version: LoadedVersion<string, string, Payload, Headers>;
  readonly #settings: PublisherSettings;
  readonly #connection: ConnectionSupervisor;
  readonly #sender: ConfirmSender;
  readonly #delayed: DelayedSenders;
  /** Shared by all messages without other headers. */
  readonly #headers: HeaderTable;

  /** Internal: use `rabbit.publisher`. */
  constructor(
    version: LoadedVersion<string, string, Payload, Headers>,
    connection: ConnectionSupervisor,
    settings: PublisherSettings,
  ) {
    const { exchange } = version;
    this.#version = version;
    this.#settings = settings;
    this.#connection = connection;
    this.#headers = baseHeaders(version);
    const hooks: SenderHooks = {
      setup: (channel) => declareExchange(channel, exchange, settings.declare),
      lost: (cause) => settings.hub.emit("publisher-lost", { exchange: exchange.name, cause }),
    };
    const what = `the publisher of ${version.event} ${version.version}`;
    this.#sender = new ConfirmSender(connection, hooks, { what, deadline: settings.startBy });
    this.#delayed = new DelayedSenders(connection, version, { declare: settings.declare, lost: hooks.lost });
  }

  /** Settles when the channel is open and the exchange is declared. */
  get started(): Promise<void> {
    return this.#sender.started;
  }

  /**
   * Validates, writes, and resolves at the broker's confirm. Rejects with a `PublishError`, whose `certainty` says
   * whether publishing again can create a duplicate, or with `ClosedError`. The error's stack has the line that awaits.
   */
  publish(event: Payload, ...options: PublishArguments<Headers, Word>): Promise<Published>;
  publish(event: Payload, given: unknown = NO_OPTIONS): Promise<Published> {
    const options = given as AnyPublishOptions;
    try {
      if (options !== NO_OPTIONS) checkPublishOptions(options);
      if (this.#settings.instrumentation.publish === undefined)
        return this.#send(this.#outgoing(event, options), options);
      return this.#observed(event, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Messages that the broker has not confirmed yet. */
  get pending(): number {
    return this.#sender.pending + this.#delayed.pending;
  }

  get health(): PublisherHealth {
    const { event, version } = this.#version;
    return { event, version, state: this.#sender.state, pending: this.pending };
  }

  /** Rejects further publishes and waits up to `ms` for confirms; returns how many never arrived. */
  async drain(ms: number): Promise<number> {
    const [now, later] = await Promise.all([this.#sender.drain(ms), this.#delayed.drain(ms)]);
    return now + later;
  }

  /** Waits for open confirms, then closes the channel; `timeout` in milliseconds for both, default 5,000. */
  async close(options: CloseOptions = {}): Promise<void> {
    const timeout = closeTimeout(options, PUBLISHER_CLOSE_TIMEOUT_MS);
    const deadline = performance.now() + timeout;
    await this.drain(timeout);
    const remaining = deadline - performance.now();
    await Promise.all([this.#sender.close(remaining), this.#delayed.close(remaining)]);
    this.#settings.closed();
  }

  #observed(event: Payload, options: AnyPublishOptions): Promise<Published> {
    const { instrumentation } = this.#settings;
    const outgoing = this.#outgoing(event, options);
    const { "content-type": _, ...headers } = outgoing.properties.headers;
    const { messageId } = outgoing.properties;
    const { correlationId } = options;
    const bytes = outgoing.content.length;
    const { peer } = this.#connection;
    const { routingKey } = outgoing;
    const message = { version: this.#version, routingKey, messageId, correlationId, headers, bytes, peer };
    const observation = guarded(() => instrumentation.publish?.(message));
    const added = observation?.headers;
    const all = added && guarded(() => headersWithAdded(this.#version, added, headers, this.#headers));
    const properties = { ...outgoing.properties, headers: all ?? outgoing.properties.headers };
    const sent = this.#send({ ...outgoing, properties }, options);
    sent.then(
      () => guarded(() => observation?.ended()),
      (error: unknown) => guarded(() => observation?.ended(error)),
    );
    return sent;
  }

  #send(outgoing: Outgoing, { delay }: PublishOptions): Promise<Published> {
    const sent = delay === undefined ? this.#sender.send(outgoing) : this.#delayed.send(outgoing, delay);
    return sent.catch(rejectToCaller);
  }

  /** Throws if the event cannot be sent. */
  #outgoing(event: Payload, options: AnyPublishOptions): Outgoing {
    const version = this.#version;
    const { content, routingKey } = encodeMessage(version, event, options);
    const { signal } = options;
    if (signal?.aborted) throw new PublishTimeoutError("aborted before it was sent", signal.reason);
    return {
      exchange: version.exchange.name,
      routingKey,
      content,
      properties: encodeProperties(version, options, this.#settings.service, this.#headers),
      routable: version.unroutable === "ignore" ? "ignored" : "required",
      timeout: options.timeout ?? this.#settings.options.timeout ?? PUBLISH_TIMEOUT_MS,
      signals: signal === undefined ? NO_SIGNALS : [signal],
      resend: this.#settings.options.resend ?? true,
    };
  }
}

/** The number of open publishers of one event version that causes a warning; repeated at each doubling. */
export const MANY: number = 10;

/**
 * Warns of publishers that are created and not closed. Each has a channel; creating one per request ends at
 * `channel_max`, or exhausts the broker's memory.
 */
export class ManyPublishers {
  /** The number at which the next warning is due, by event and version. */
  readonly #limits = new Map<string, number>();
  readonly #hub: EventHub;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /** Reports the current number of open publishers of a version. */
  opened({ event, version }: EventVersion, count: number): void {
    const key = JSON.stringify([event, version]);
    if (count < (this.#limits.get(key) ?? MANY)) return;
    this.#limits.set(key, count * 2);
    const message = `${count} publishers of ${event} ${version} are open, each with its own channel: share one publisher, or close those that are no longer needed`;
    this.#hub.emit("warning", { code: "many-publishers", queue: undefined, message });
  }
}
