import type { Drained } from "./consumer.js";
import type { ConsumerOptions, EventBinds } from "./consumer-options.js";
import type { Bind } from "./contract.js";
import type { EventFamily, EventVersion, HeadersOf, PayloadOf, WordOf } from "./event-version.js";
import type { EventHandlers, VersionHandlers } from "./handlers.js";
import type { ConsumerHealth, Health, PublisherHealth } from "./health.js";
import type { CloseOptions } from "./known-options.js";
import type { PublishArguments, Published, PublisherOptions } from "./publish-options.js";
import type { AnyRabbitEvent, RabbitEvents } from "./rabbit-events.js";

/**
 * What `Publisher` offers. Code that takes an `EventPublisher` can be given a double in its tests:
 * `EventPublisher<PayloadOf<typeof orderPaidV2>>`.
 */
export interface EventPublisher<Payload = unknown, Headers = unknown, Word extends string = never> {
  publish(event: Payload, ...options: PublishArguments<Headers, Word>): Promise<Published>;
  /** Messages without an answer of the broker yet. */
  readonly pending: number;
  readonly health: PublisherHealth;
  close(options?: CloseOptions): Promise<void>;
}

/** The `EventPublisher` of one version: `PublisherOf<typeof orderPaidV2>`. */
export type PublisherOf<Version extends EventVersion> = EventPublisher<
  PayloadOf<Version>,
  HeadersOf<Version>,
  WordOf<Version>
>;

/** What `Consumer` offers. */
export interface EventConsumer {
  /** The queue's name. */
  readonly queue: string;
  readonly health: ConsumerHealth;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(options?: CloseOptions): Promise<Drained>;
}

/** How a `Rabbit` ended. */
export interface Closed {
  /** Deliveries that were being handled when `close` was called, and ended. */
  readonly drained: number;
  /** Deliveries whose handlers were cut off; the broker delivers them again. */
  readonly abandoned: number;
  /** Publishes without a confirm; they have rejected, most with certainty `unknown`. */
  readonly unconfirmed: number;
}

/** What `Rabbit` offers. Code that takes a `RabbitClient` can be given a double in its tests. */
export interface RabbitClient extends AsyncDisposable {
  on<Name extends keyof RabbitEvents>(event: Name, listener: (event: RabbitEvents[Name]) => void): () => void;
  onAny(listener: (event: AnyRabbitEvent) => void): () => void;
  publisher<Version extends EventVersion>(
    version: Version,
    options?: PublisherOptions,
  ): Promise<PublisherOf<Version>>;
  consumer<const Families extends readonly EventFamily[], Size extends number = never>(
    events: Families,
    options: ConsumerOptions<EventHandlers<Families, Size>, EventBinds<Families>, Size>,
  ): Promise<EventConsumer>;
  consumer<Family extends EventFamily, Size extends number = never>(
    event: Family,
    options: ConsumerOptions<VersionHandlers<Family, Size>, Bind, Size>,
  ): Promise<EventConsumer>;
  health(): Health;
  close(options?: CloseOptions): Promise<Closed>;
}
