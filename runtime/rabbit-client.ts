import type { Health } from "./connection/health.js";
import type { ConsumerOptions, EventBinds } from "./consume/consumer-options.js";
import type { EventConsumer, EventHandlers, VersionHandlers } from "./consume/event-consumer.js";
import type { Bind } from "./contract/contract.js";
import type { EventFamily, EventVersion } from "./contract/event-version.js";
import type { AnyRabbitEvent, RabbitEvents } from "./observe/rabbit-events.js";
import type { CloseOptions } from "./options/known-options.js";
import type { PublisherOptions } from "./publish/publish-options.js";
import type { PublisherOf } from "./publish/publisher.js";

/** The result of closing a `Rabbit`. */
export interface Closed {
  /** Deliveries whose handlers were running when `close` was called, and finished. */
  readonly drained: number;
  /** Deliveries whose handlers were cut off; the broker redelivers them. */
  readonly abandoned: number;
  /** Publishes without a confirm; they have rejected, mostly with certainty `unknown`. */
  readonly unconfirmed: number;
}

/** The interface of `Rabbit`. Code that takes a `RabbitClient` can be tested with a double. */
export interface RabbitClient extends AsyncDisposable {
  on<Name extends keyof RabbitEvents>(event: Name, listener: (event: RabbitEvents[Name]) => void): () => void;
  onAny(listener: (event: AnyRabbitEvent) => void): () => void;
  publisher<Version extends EventVersion>(
    version: Version,
    options?: PublisherOptions,
  ): Promise<PublisherOf<Version>>;
  consumer<Family extends EventFamily, Size extends number = never>(
    event: Family,
    options: ConsumerOptions<VersionHandlers<Family, Size>, Bind, Size>,
  ): Promise<EventConsumer>;
  consumer<const Families extends readonly EventFamily[], Size extends number = never>(
    events: Families,
    options: ConsumerOptions<EventHandlers<Families, Size>, EventBinds<Families>, Size>,
  ): Promise<EventConsumer>;
  health(): Health;
  close(options?: CloseOptions): Promise<Closed>;
}
