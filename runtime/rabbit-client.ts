import type { ConnectionPool } from "./connection/connection-pool.js";
import type { Consumer } from "./consume/consumer.js";
import type { ConsumerOptions, EventBinds } from "./consume/consumer-options.js";
import type { EventConsumer, EventHandlers, VersionHandlers } from "./consume/event-consumer.js";
import type { Bind } from "./contract/contract.js";
import type { EventFamily, EventVersion } from "./contract/event-version.js";
import type { AnyRabbitEvent, Health, RabbitEvents } from "./observe/rabbit-events.js";
import type { CloseOptions } from "./options/known-options.js";
import { CONNECTIONS_RESERVE_MS } from "./options/known-options.js";
import type { PublisherOptions } from "./publish/publish-options.js";
import type { Publisher, PublisherOf } from "./publish/publisher.js";
import { within } from "./timing/waiting.js";

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

/** The result of closing a `Rabbit`. */
export interface Closed {
  /** Deliveries whose handlers were running when `close` was called, and finished. */
  readonly drained: number;
  /** Deliveries whose handlers were cut off; the broker redelivers them. */
  readonly abandoned: number;
  /** Publishes without a confirm; they have rejected, mostly with certainty `unknown`. */
  readonly unconfirmed: number;
}

/** What a `Rabbit` has open. */
interface OpenParts {
  readonly consumers: ReadonlySet<Pick<Consumer, "close">>;
  readonly publishers: ReadonlySet<Pick<Publisher, "close" | "drain">>;
  readonly pool: Pick<ConnectionPool, "close">;
}

/** Closes all within `timeout` milliseconds: first the consumers, whose handlers publish, then the publishers, then connections. */
export async function closeInOrder(parts: OpenParts, timeout: number): Promise<Closed> {
  const deadline = performance.now() + timeout;
  const remaining = (share: number): number => Math.max(0, (deadline - performance.now()) * share);
  const forConsumers = timeout - Math.min(CONNECTIONS_RESERVE_MS, timeout * 0.2);
  const consumers = await Promise.all(
    [...parts.consumers].map((one) => one.close({ timeout: forConsumers })),
  );
  // after the handlers: their publishes are part of the work to drain
  const publishers = [...parts.publishers];
  const unconfirmed = await Promise.all(publishers.map((one) => one.drain(remaining(0.5))));
  await within(Promise.all(publishers.map((one) => one.close({ timeout: remaining(0.5) }))), remaining(0.5));
  await within(parts.pool.close(remaining(0.8)), remaining(1));
  return {
    drained: consumers.reduce((sum, { drained }) => sum + drained, 0),
    abandoned: consumers.reduce((sum, { abandoned }) => sum + abandoned, 0),
    unconfirmed: unconfirmed.reduce((sum, count) => sum + count, 0),
  };
}
