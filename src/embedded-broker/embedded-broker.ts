import type {
  BindingView,
  ConnectionView,
  ExchangeView,
  PlainProperties,
  PlainTable,
  QueueView,
} from "./views.js";

/**
 * An AMQP 0-9-1 server in this process that any client can connect to. It behaves as RabbitMQ 4.0 does, keeps
 * everything in memory, and leaves nothing behind when closed.
 */
export interface EmbeddedBroker extends AsyncDisposable {
  /** With user and password, such as `amqp://guest:guest@127.0.0.1:40123`; the first user of the options. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** The RabbitMQ version whose behavior it follows and announces, such as `4.0.5`. */
  readonly version: string;
  /** The virtual host of this name; created if virtual hosts are on demand, else a `RangeError`. */
  vhost(name: string): VirtualHostView;
  /** The names of all virtual hosts there are. */
  vhosts(): readonly string[];
  /** The connections that finished their handshake, oldest first. */
  connections(): readonly ConnectionView[];

  /**
   * Blocks publishing as a resource alarm does: `connection.blocked` goes to every client that can take it once it
   * publishes, and nothing more is read from a connection that publishes, acknowledgements included.
   */
  block(reason: string): void;
  /** Ends `block`; what clients sent in the meantime is read now. */
  unblock(): void;
  /** Resets the TCP connections that `filter` accepts, all by default, without a word; returns how many. */
  dropConnections(filter?: (connection: ConnectionView) => boolean): number;
  /** Closes connections as an operator does: 320, `CONNECTION_FORCED - <reason>`; returns how many. */
  closeConnections(reason: string, filter?: (connection: ConnectionView) => boolean): number;
  /** Answers confirmed publishes that match with a nack, and stores nothing, until `stop` or `count` is reached. */
  refuseConfirms(options?: RefuseConfirmsOptions): Fault;
  /** Holds back confirms (publishes are stored and delivered) until `stop`, which sends them. */
  holdConfirms(): Fault;
  /** Reads nothing from any client until `stop`: to them the broker is alive and silent. */
  pauseReading(): Fault;
  /** Sends whatever goes to clients `ms` milliseconds later, by the real time, until `stop`. */
  delayReplies(ms: number): Fault;

  /** Stops listening, closes every connection (320, as a node that shuts down) and drops all messages. */
  close(): Promise<void>;
}

/** A fault that is switched on; `stop` and `using` switch it off. */
export interface Fault extends Disposable {
  stop(): void;
}

/** Which publishes `refuseConfirms` refuses; all of them by default. */
export interface RefuseConfirmsOptions {
  readonly vhost?: string;
  readonly exchange?: string;
  readonly routingKey?: string;
  /** How many to refuse; without a limit by default. */
  readonly count?: number;
}

/** A virtual host seen and changed from outside of AMQP. */
export interface VirtualHostView {
  readonly name: string;
  /** All queues by the order of their declaration. */
  queues(): readonly QueueView[];
  /** Undefined if there is no such queue. */
  queue(name: string): QueueView | undefined;
  exchanges(): readonly ExchangeView[];
  bindings(): readonly BindingView[];

  /** Declares as a client would; throws `AmqpError` with RabbitMQ's reply code and text if that is refused. */
  declareExchange(name: string, options?: DeclareExchangeOptions): void;
  /** Declares as a client would; throws `AmqpError` with RabbitMQ's reply code and text if that is refused. */
  declareQueue(name: string, options?: DeclareQueueOptions): QueueView;
  /** Binds a queue (or an exchange) to `source`; throws `AmqpError` if one of them is missing. */
  bind(binding: BindOptions): void;
  /** Publishes a message and returns the names of the queues that took it. */
  publish(message: PublishOptions): readonly string[];
  /** Removes the ready messages of a queue and returns how many. */
  purge(queue: string): number;
  /** Deletes a queue with its messages; its consumers are cancelled. False if there is none. */
  deleteQueue(queue: string): boolean;
  /** Deletes an exchange with its bindings. False if there is none. */
  deleteExchange(exchange: string): boolean;
  /** Cancels the consumers of a queue as RabbitMQ does when the queue goes away; returns how many. */
  cancelConsumers(queue: string): number;
}

export interface DeclareExchangeOptions {
  /** `direct` by default. */
  readonly type?: "direct" | "fanout" | "topic" | "headers";
  /** True by default. */
  readonly durable?: boolean;
  readonly autoDelete?: boolean;
  readonly internal?: boolean;
  readonly arguments?: PlainTable;
}

export interface DeclareQueueOptions {
  /** True by default. */
  readonly durable?: boolean;
  readonly autoDelete?: boolean;
  /** Such as `{ "x-queue-type": "quorum" }`. */
  readonly arguments?: PlainTable;
}

export interface BindOptions {
  readonly source: string;
  readonly destination: string;
  /** `queue` by default. */
  readonly destinationType?: "queue" | "exchange";
  /** Empty by default. */
  readonly routingKey?: string;
  readonly arguments?: PlainTable;
}

export interface PublishOptions {
  /** The default exchange by default. */
  readonly exchange?: string;
  readonly routingKey: string;
  readonly properties?: PlainProperties;
  /** Text is sent as UTF-8. */
  readonly body: Uint8Array | string;
}
