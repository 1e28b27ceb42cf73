import type { EventVersion } from "./event-version.js";

/** How a failed delivery is retried; see `retry` in `contract.json`. */
export interface RetrySettings {
  /**
   * - `delay` (default): a copy waits in a retry queue while other messages are handled.
   * - `hold`: the consumer keeps the message and waits: keeps order, pauses the queue.
   * - `requeue`: returns it to the queue immediately, up to `maxAttempts`.
   * - `none`: the first failure is dead-lettered.
   */
  readonly strategy?: "delay" | "hold" | "requeue" | "none" | undefined;
  /** Waits before the second, third, … attempt, as in `"10s"`; the last one repeats. Default `["1s", "10s", "60s"]`. */
  readonly delays?: readonly string[] | undefined;
  /** Total attempts, including the first. Default 5. */
  readonly maxAttempts?: number | undefined;
}

/** A queue as a service declares it; always durable. */
export interface QueueSettings {
  readonly name: string;
  /** Default `quorum`. */
  readonly type?: "quorum" | "classic" | undefined;
  /**
   * Further arguments of its declaration, such as `{ "x-max-length": 100000 }`, or overrides of the SDK's own
   * (`x-dead-letter-exchange`, `x-dead-letter-routing-key`, `x-delivery-limit`, `x-dead-letter-strategy`, `x-overflow`)
   * for a queue that already exists: RabbitMQ cannot change the arguments of an existing queue. `null` leaves out one
   * of the SDK's own.
   */
  readonly arguments?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /**
   * `check`: the queue exists, with any arguments, and is used as it is; set `type` if it is classic. AMQP does not
   * reveal whether it is durable or has a single active consumer: check that once (`rabbitmqctl list_queues`). Its
   * bindings, retry queues and dead-letter queue are still declared. Default: as in `connect`.
   */
  readonly declare?: "assert" | "check" | undefined;
  /**
   * One queue per consumer, called `<name>.instance.<uuid>`: every instance of the service gets every message, as for
   * caches and websockets. RabbitMQ deletes it five minutes after its consumer is gone. Its dead letters go to
   * `<name>.dead`, which all instances share; it has no retry queues, so `retry.strategy` must be `none` (the default
   * here), `hold` or `requeue`. Default false.
   */
  readonly perInstance?: boolean | undefined;
}

/**
 * The routing keys that bind a queue to an event. On a topic exchange they can be patterns, in which `*` is exactly one
 * word and `#` any number of words.
 */
export type Bind = string | readonly string[];

/** The binding keys of a queue: for one event, or by event name. */
export type AnyBind = Bind | Readonly<Record<string, Bind | undefined>>;

/** How one service reads one event; the defaults of `rabbit.consumer`. */
export interface ConsumeSettings {
  readonly versions?: readonly string[] | undefined;
  readonly prefetch?: number | undefined;
  readonly queue?: QueueSettings | undefined;
  readonly retry?: RetrySettings | undefined;
  /** The binding keys of its queue; see `bind` of `rabbit.consumer`. */
  readonly bind?: Bind | undefined;
}

/** What `contract.json` says of one service. */
export interface ServiceSettings {
  readonly vhost?: string | undefined;
  readonly publishes: readonly string[];
  readonly consumes: Readonly<Record<string, ConsumeSettings>>;
}

/** The part of `contract.json` that the SDK needs at run time: services by name. */
export interface Contract<Service extends string = string, Vhost extends string = string> {
  /** Every virtual host in the contract, of events and services; `undefined` if unknown. */
  readonly vhosts?: readonly Vhost[] | undefined;
  readonly services: Readonly<Record<Service, ServiceSettings>>;
  /**
   * The version of `@rabbitgen/runtime` that the SDK was generated for; absent in an SDK with its own copy of the
   * runtime.
   */
  readonly runtimeVersion?: string | undefined;
}

/** The version of this runtime package, equal to rabbitgen's version. */
export const RUNTIME_VERSION = "0.1.0";

/**
 * What a service in `contract.json` publishes and consumes, for the compiler: versions by event. Without one,
 * everything may be published, and every version needs a handler.
 */
export interface ServiceScope {
  readonly publishes: Readonly<Record<string, string>>;
  readonly consumes: Readonly<Record<string, string>>;
}

/**
 * An event version, if the service publishes it; otherwise a type that no version matches and that explains the
 * compiler error.
 */
export type PublishedBy<
  Scope extends ServiceScope,
  Version extends EventVersion,
> = string extends keyof Scope["publishes"]
  ? Version
  : Version &
      (Version["version"] extends VersionsOf<Scope["publishes"], Version["event"]>
        ? unknown
        : { readonly "contract.json lets this service publish only": Labels<Scope["publishes"]> });

/** `"order_paid v2"` for each version. */
type Labels<Events> = Events extends unknown
  ? { readonly [Event in keyof Events & string]: `${Event} ${Events[Event] & string}` }[keyof Events & string]
  : never;

type VersionsOf<Events, Event extends string> = Events extends unknown
  ? Event extends keyof Events
    ? Events[Event]
    : never
  : never;

/** The versions of an event that a service consumes; all of them if the contract does not say. */
export type ConsumedBy<Scope extends ServiceScope, Event extends string> = Scope extends ServiceScope
  ? string extends keyof Scope["consumes"]
    ? string
    : Event extends keyof Scope["consumes"]
      ? Scope["consumes"][Event]
      : string
  : never;
