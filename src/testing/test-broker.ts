import type { EventVersion, PayloadOf } from "../../runtime/contract/event-version.js";
import type {
  ConnectionView,
  EmbeddedBroker,
  EmbeddedBrokerOptions,
  MessageView,
  PublishOptions,
  VirtualHostView,
} from "../embedded-broker/index.js";
import type { IdleOptions } from "./idle.js";
import type { NextPublishedOptions } from "./next-published.js";
import type { PublishedEvent } from "./read-publication.js";
import type { SendArguments, Sent } from "./send.js";
import type { TestQueue } from "./test-queue.js";

/** Options of `startBroker`: those of the embedded broker, except the clock, plus the test kit's own. */
export interface StartBrokerOptions extends Omit<EmbeddedBrokerOptions, "clock"> {
  /** The `app_id` of messages published with `send`. Default `test`. */
  readonly service?: string;
  /** Milliseconds of real time after which `nextPublished` and `idle` fail. Default 5,000. */
  readonly timeout?: number;
}

/** The broker's clock: TTLs, and therefore retries and delayed messages, use it. */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Advances the clock by `"10s"`, or milliseconds. Messages that come due have left their queues when it returns; the
   * promise resolves when they are on their way to consumers.
   */
  advance(duration: string | number): Promise<void>;
}

/** A message of any form; `queue` sends it directly to that queue. */
export type RawMessage = Omit<PublishOptions, "routingKey"> &
  ({ readonly queue: string } | { readonly routingKey: string });

/** What tests can query and do in one virtual host. */
export interface TestVirtualHost {
  readonly name: string;
  /** The URL that clients connect to. */
  readonly url: string;
  /** The valid events of this version that were published so far, the oldest first. */
  published<Version extends EventVersion>(version: Version): Promise<readonly PublishedEvent<Version>[]>;
  /** All messages that clients published so far, including copies for retries and dead letters. */
  publishedMessages(): readonly MessageView[];
  /**
   * The next matching event of this version, already published or still to come: each is returned once, so that
   * successive calls walk through them. Rejects after `timeout` with everything that was published.
   */
  nextPublished<Version extends EventVersion>(
    version: Version,
    options?: NextPublishedOptions<Version>,
  ): Promise<PublishedEvent<Version>>;
  queue(name: string): TestQueue;
  /**
   * Publishes an event like the SDK's publisher. Rejects with the errors of its `publish`, such as `InvalidEventError`;
   * an event that reaches no queue is also an error, unless the contract has `"unroutable": "ignore"`.
   */
  send<Version extends EventVersion>(
    version: Version,
    event: PayloadOf<Version>,
    ...options: SendArguments<Version>
  ): Promise<Sent>;
  /** Publishes anything, including malformed messages. Rejects if no queue receives it. */
  sendRaw(message: RawMessage): Promise<readonly string[]>;
  deleteExchange(name: string): boolean;
  /** Exchanges, bindings and everything else; for set-ups that no client creates. */
  view(): VirtualHostView;
}

/** Faults on demand; each returns, or has, a way to undo it. */
export type BrokerFaults = Pick<
  EmbeddedBroker,
  | "block"
  | "unblock"
  | "dropConnections"
  | "closeConnections"
  | "refuseConfirms"
  | "holdConfirms"
  | "pauseReading"
  | "delayReplies"
>;

/**
 * A RabbitMQ for one test file. Queries about a version use the version's own virtual host. A queue or exchange is
 * searched in all virtual hosts, `/` first, and `publishedMessages` has the messages of all; `url` and `view()` are
 * those of `/`.
 */
export interface TestBroker extends Omit<TestVirtualHost, "name">, BrokerFaults, AsyncDisposable {
  readonly port: number;
  readonly clock: TestClock;
  vhost(name: string): TestVirtualHost;
  connections(): readonly ConnectionView[];
  /** Cancels the consumers of a queue as the broker does on a failover; returns how many. */
  cancelConsumers(queue: string): number;
  /** Deletes a queue with its messages, as if by an operator's mistake; its consumers are cancelled. */
  deleteQueue(queue: string): void;
  /**
   * Resolves when no queue has ready or unacked messages, or messages waiting for their TTL; dead letters do not count.
   * Rejects after `timeout` with what is left. A handler that the SDK's strategy `hold` keeps waiting does so in real
   * time.
   */
  idle(options?: IdleOptions): Promise<void>;
  /** Forgets what was published and purges every queue, for tests that share a broker. Unacked messages stay. */
  reset(): void;
  /** Closes every connection and forgets everything. */
  close(): Promise<void>;
}
