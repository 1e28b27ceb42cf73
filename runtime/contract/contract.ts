/** How a failed delivery is tried again; see `retry` in `contract.json`. */
export interface RetrySettings {
  /**
   * - `delay` (default): a copy waits in a retry queue while other messages go on.
   * - `hold`: the consumer keeps the message and waits: keeps order, pauses the queue.
   * - `requeue`: back to the queue at once, capped by `maxAttempts`.
   * - `none`: the first failure is a dead letter.
   */
  readonly strategy?: "delay" | "hold" | "requeue" | "none" | undefined;
  /** Waits before the second, third, … attempt, such as `"10s"`; the last one repeats. Default `["1s", "10s", "60s"]`. */
  readonly delays?: readonly string[] | undefined;
  /** Attempts in all, the first included. Default 5. */
  readonly maxAttempts?: number | undefined;
}

/** A queue as a service asks for it; durable always. */
export interface QueueSettings {
  readonly name: string;
  /** Default `quorum`. */
  readonly type?: "quorum" | "classic" | undefined;
  /**
   * Further arguments of its declaration, such as `{ "x-max-length": 100000 }`, or other ones than the SDK's own
   * (`x-dead-letter-exchange`, `x-dead-letter-routing-key`, `x-delivery-limit`, `x-dead-letter-strategy`,
   * `x-overflow`), for a queue that exists already: RabbitMQ cannot change arguments of an existing queue. `null`
   * leaves out one of the SDK's own.
   */
  readonly arguments?: Readonly<Record<string, string | number | boolean | null>> | undefined;
  /**
   * `check`: the queue exists, with whatever arguments, and is taken over as it is; say its `type` if it is classic.
   * AMQP does not tell whether it is durable, or has a single active consumer: look at it once (`rabbitmqctl list_queues`).
   * Its bindings, retry queues and dead-letter queue are declared all the same. Default: as `connect` says.
   */
  readonly declare?: "assert" | "check" | undefined;
  /**
   * A queue for each consumer, called `<name>.instance.<uuid>`: every instance of the service gets every message, as for
   * caches and websockets. RabbitMQ deletes it five minutes after its consumer is gone. Its dead letters go to
   * `<name>.dead`, which all instances share; it has no retry queues, so that `retry.strategy` is `none` (the default
   * here), `hold` or `requeue`. Default false.
   */
  readonly perInstance?: boolean | undefined;
}

/**
 * The routing keys that a queue is bound with to get an event: on a topic exchange also patterns, in which `*` is any one
 * word and `#` any number of them.
 */
export type Bind = string | readonly string[];

/** What a queue is bound with: of one event, or by event name. */
export type AnyBind = Bind | Readonly<Record<string, Bind | undefined>>;

/** How one service reads one event; the defaults of `rabbit.consumer`. */
export interface ConsumeSettings {
  readonly versions?: readonly string[] | undefined;
  readonly prefetch?: number | undefined;
  readonly queue?: QueueSettings | undefined;
  readonly retry?: RetrySettings | undefined;
  /** What its queue is bound with; see `bind` of `rabbit.consumer`. */
  readonly bind?: Bind | undefined;
}

/** What `contract.json` says of one service. */
export interface ServiceSettings {
  readonly vhost?: string | undefined;
  readonly publishes: readonly string[];
  readonly consumes: Readonly<Record<string, ConsumeSettings>>;
}

/** The part of `contract.json` that the SDK needs when it runs: services by name. */
export interface Contract<Service extends string = string, Vhost extends string = string> {
  /** Every virtual host that it names, for events and services; `undefined` if that is not known. */
  readonly vhosts?: readonly Vhost[] | undefined;
  readonly services: Readonly<Record<Service, ServiceSettings>>;
  /** The version of `@rabbitgen/runtime` that the SDK was generated for; absent in an SDK that has its own copy. */
  readonly runtimeVersion?: string | undefined;
}

/** The version of this runtime as a package, which is that of rabbitgen. */
export const RUNTIME_VERSION = "0.1.0";
