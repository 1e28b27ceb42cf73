/** A value of a header or an argument, as JavaScript has it: timestamps are dates, byte arrays are buffers. */
export type PlainValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Buffer
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/** A header table or a table of arguments in plain values. */
export type PlainTable = Readonly<Record<string, PlainValue>>;

/** The properties of a message, named as amqplib names them; absent ones are undefined. */
export interface PlainProperties {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly headers?: PlainTable | undefined;
  readonly deliveryMode?: number | undefined;
  readonly priority?: number | undefined;
  readonly correlationId?: string | undefined;
  readonly replyTo?: string | undefined;
  /** Milliseconds, as text. */
  readonly expiration?: string | undefined;
  readonly messageId?: string | undefined;
  /** Seconds since the epoch. */
  readonly timestamp?: number | undefined;
  readonly type?: string | undefined;
  readonly userId?: string | undefined;
  readonly appId?: string | undefined;
  readonly clusterId?: string | undefined;
}

/** A message as a consumer would get it. */
export interface MessageView {
  /** Unique within the broker; a dead-lettered message keeps it, and each queue's copy has the same. */
  readonly id: number;
  /** The exchange that it was published to last; a dead letter's is the dead-letter exchange. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: PlainProperties;
  readonly body: Buffer;
}

/** A message in a queue. */
export interface QueuedMessageView extends MessageView {
  readonly state: "ready" | "unacked";
  /** Whether it has been delivered before. */
  readonly redelivered: boolean;
  /** How often it was given back; quorum queues send it as `x-delivery-count`. */
  readonly deliveryCount: number;
  /** When its TTL ends, in milliseconds since the epoch; undefined without a TTL. */
  readonly expiresAt: number | undefined;
}

/** A queue at the moment of the call; ask again for newer counts. */
export interface QueueView {
  readonly name: string;
  readonly type: "classic" | "quorum";
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
  readonly arguments: PlainTable;
  /** Messages that wait for a consumer. */
  readonly ready: number;
  /** Messages that a consumer holds. */
  readonly unacked: number;
  readonly consumers: number;
  /** All messages, the ready ones first, in the order in which they are delivered. */
  messages(): readonly QueuedMessageView[];
}

/** An exchange; the default exchange has the empty name. */
export interface ExchangeView {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly internal: boolean;
  readonly autoDelete: boolean;
  readonly arguments: PlainTable;
}

/** A binding of an exchange or a queue to a source exchange; those of the default exchange are left out. */
export interface BindingView {
  readonly source: string;
  readonly destination: string;
  readonly destinationType: "queue" | "exchange";
  readonly routingKey: string;
  readonly arguments: PlainTable;
}

/** A client's connection after its handshake. */
export interface ConnectionView {
  /** Counts up from 1. */
  readonly id: number;
  readonly user: string;
  readonly vhost: string;
  /** `connection_name` of the client's properties, or the empty string. */
  readonly name: string;
  readonly clientProperties: PlainTable;
  readonly channels: number;
}
