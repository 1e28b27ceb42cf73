import type { ConsumeMessage } from "amqplib";
import type { EventVersion } from "../contract/event-version.js";
import {
  type Peer,
  type ReceivedMessage,
  readTraceContext,
  type TraceContext,
} from "../observe/instrumentation.js";
import { originOf } from "../wire/message-origin.js";
import type { Delivery } from "./delivery.js";
import type { HandlerCall } from "./handler-call.js";
import type { Delivered } from "./handlers.js";

/** The handler's second argument. `signal` and `trace` are created on first access. */
export class HandlerMessage implements Delivered {
  readonly event: string;
  readonly version: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly raw: ConsumeMessage;
  readonly #call: HandlerCall;

  /** `declared` holds the message's declared headers, as strings. */
  constructor(
    delivery: Delivery,
    { event, version }: EventVersion,
    call: HandlerCall,
    declared: Readonly<Record<string, string>> | undefined,
  ) {
    const { message } = delivery;
    this.event = event;
    this.version = version;
    this.messageId = delivery.messageId;
    this.attempt = delivery.attempt;
    this.redelivered = message.fields.redelivered;
    const headers = message.properties.headers ?? {};
    // no prototype, so that a declared header called `constructor` exists only if it was sent
    this.headers = declared === undefined ? headers : Object.assign(Object.create(null), headers, declared);
    this.raw = message;
    this.#call = call;
  }

  get correlationId(): string | undefined {
    return textOf(this.raw.properties.correlationId);
  }

  get replyTo(): string | undefined {
    return textOf(this.raw.properties.replyTo);
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get trace(): TraceContext | undefined {
    return readTraceContext(this.headers);
  }
}

function textOf(property: unknown): string | undefined {
  return typeof property === "string" && property !== "" ? property : undefined;
}

/** What an instrumentation hook receives for a delivery. */
export function receivedMessage(delivery: Delivery, version: EventVersion, peer: Peer): ReceivedMessage {
  const { content, fields, properties } = delivery.message;
  const correlationId: unknown = properties.correlationId;
  return {
    version,
    ...originOf(delivery.message),
    ...delivery.info,
    deliveryTag: fields.deliveryTag,
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
    headers: properties.headers ?? {},
    bytes: content.length,
    peer,
  };
}
