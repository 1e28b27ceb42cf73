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

/** Options of `startBroker`; those of the embedded broker, whose clock is the kit's. */
export interface StartBrokerOptions extends Omit<EmbeddedBrokerOptions, "clock"> {
  /** `app_id` of what `send` publishes. Default `test`. */
  readonly service?: string;
  /** Milliseconds of real time after which `nextPublished` and `idle` fail. Default 5,000. */
  readonly timeout?: number;
}

/** The broker's time: TTLs, and with them retries and delayed messages, run on it. */
export interface TestClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Moves the time forward by `"10s"`, or milliseconds. What comes due on the way has left its queue when it returns;
   * the promise resolves when it is on its way to its consumers.
   */
  advance(duration: string | number): Promise<void>;
}

/** A message in any shape; `queue` sends it straight to that queue. */
export type RawMessage = Omit<PublishOptions, "routingKey"> &
  ({ readonly queue: string } | { readonly routingKey: string });

/** What tests ask and do in one virtual host. */
export interface TestVirtualHost {
  readonly name: string;
  /** What a client connects to. */
  readonly url: string;
  /** The valid events of this version that were published so far, the oldest first. */
  published<Version extends EventVersion>(version: Version): Promise<readonly PublishedEvent<Version>[]>;
  /** All messages that clients published so far, copies for retries and dead letters among them. */
  publishedMessages(): readonly MessageView[];
  /**
   * The next event of this version that matches, published already or yet to come: each is returned once, so that one
   * call after the other walks through them. Rejects after `timeout` with everything that was published.
   */
  nextPublished<Version extends EventVersion>(
    version: Version,
    options?: NextPublishedOptions<Version>,
  ): Promise<PublishedEvent<Version>>;
  queue(name: string): TestQueue;
  /**
   * Publishes an event as the SDK's publisher does. Rejects with what its `publish` would: `InvalidEventError` and so on;
   * an event that no queue takes is an error too, unless the contract says `"unroutable": "ignore"`.
   */
  send<Version extends EventVersion>(
    version: Version,
    event: PayloadOf<Version>,
    ...options: SendArguments<Version>
  ): Promise<Sent>;
  /** Publishes whatever it is given, malformed messages included. Rejects if no queue takes it. */
  sendRaw(message: RawMessage): Promise<readonly string[]>;
  deleteExchange(name: string): boolean;
  /** Exchanges, bindings and everything else; for set-ups that no client makes. */
  view(): VirtualHostView;
}

/** Faults on command; each returns, or has, a way back. */
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
 * A RabbitMQ for one test file. What it is asked of a version is asked in the version's own virtual host. A queue or an
 * exchange is looked for in all virtual hosts, `/` first, and `publishedMessages` has the messages of all; `url` and
 * `view()` are those of `/`.
 */
export interface TestBroker extends Omit<TestVirtualHost, "name">, BrokerFaults, AsyncDisposable {
  readonly port: number;
  readonly clock: TestClock;
  vhost(name: string): TestVirtualHost;
  connections(): readonly ConnectionView[];
  /** Cancels the consumers of a queue as the broker does on a failover; returns how many. */
  cancelConsumers(queue: string): number;
  /** Deletes a queue with its messages, as an operator does by mistake; its consumers are cancelled. */
  deleteQueue(queue: string): void;
  /**
   * Resolves when nothing is ready or unacked in any queue, nor waiting for its TTL; dead letters are at rest. Rejects
   * after `timeout` with what is left. A handler that the SDK's strategy `hold` keeps waiting does so by real time.
   */
  idle(options?: IdleOptions): Promise<void>;
  /** Forgets what was published and purges every queue, for tests that share a broker. Unacked messages stay. */
  reset(): void;
  /** Closes every connection and forgets everything. */
  close(): Promise<void>;
}
