import type { Failure } from "../contract/event-version.js";
import { toError } from "./amqplib-error.js";
import { RabbitError } from "./rabbit-error.js";

/**
 * What is known about a message whose publish failed:
 * - `not-sent`: it never left this process; publishing it again makes no duplicate.
 * - `refused`: the broker received it and did not accept it; if several queues are bound, some may have it.
 * - `unknown`: it may be in a queue; publish it again with the same `messageId`.
 */
export type Certainty = "not-sent" | "refused" | "unknown";

/** The base class of all errors of `publish`. */
export abstract class PublishError extends RabbitError {
  abstract readonly certainty: Certainty;
}

/**
 * Rejects again with the error of a publish, after adding the awaiting caller's stack: the broker's answer arrives on
 * the socket, where the stack does not include the caller.
 */
export function rejectToCaller(error: unknown): never {
  if (error instanceof PublishError) Error.captureStackTrace(error, rejectToCaller);
  throw error;
}

/** The event violates its schema's closed (writer) form; `failures` lists every failing location. */
export class InvalidEventError extends PublishError {
  static override readonly advice: string = "change the event so that it satisfies its schema";
  readonly certainty: "not-sent" = "not-sent";
  readonly failures: readonly Failure[];
  /** Further failures that the validator found but did not list. */
  readonly omitted: number;
  constructor(event: string, failures: readonly Failure[], omitted: number) {
    const places = failures
      .map((failure) => `${failure.path || "(the event)"} ${failure.message}`)
      .join("; ");
    super(`${event} is not valid: ${places}${omitted > 0 ? `; and ${omitted} more` : ""}`);
    this.failures = failures;
    this.omitted = omitted;
  }
}

/**
 * The headers violate the schema in `event.json`, in its closed (writer) form: one is missing, invalid, or not
 * declared. `failures` lists every failing location as a JSON Pointer into the headers; it contains no header values.
 */
export class InvalidEventHeadersError extends PublishError {
  static override readonly advice: string = "pass exactly the headers that event.json declares";
  readonly certainty: "not-sent" = "not-sent";
  readonly failures: readonly Failure[];
  /** Further failures that the validator found but did not list. */
  readonly omitted: number;
  constructor(event: string, failures: readonly Failure[], omitted: number) {
    const places = failures.map(({ path, message }) => `${path || "(the headers)"} ${message}`).join("; ");
    super(`the headers of ${event} are not valid: ${places}${omitted > 0 ? `; and ${omitted} more` : ""}`);
    this.failures = failures;
    this.omitted = omitted;
  }
}

/**
 * A generated validator threw instead of returning a result: a bug in rabbitgen, not in the event. `publish` rejects
 * with it, and a consumer dead-letters the message with the reason `validator-failed`; `cause` is the thrown value.
 */
export class ValidatorError extends PublishError {
  static override readonly advice: string = "report this to rabbitgen with the schema and the event";
  readonly certainty: "not-sent" = "not-sent";
  constructor(event: string, thrown: unknown) {
    const cause = toError(thrown);
    super(
      `the validator of ${event} threw ${cause.name}: ${cause.message}; this is a bug in rabbitgen, ` +
        "please report it with the schema and the event",
      cause,
    );
  }
}

/** A header that the wire contract forbids: not a string, reserved, or starting with `x-`. */
export class InvalidHeaderError extends PublishError {
  static override readonly advice: string = "rename the header, or make its value a string";
  readonly certainty: "not-sent" = "not-sent";
  readonly header: string;
  constructor(header: string, why: string) {
    super(`header "${header}" ${why}`);
    this.header = header;
  }
}

/**
 * A placeholder of the routing key has no value, or one that is not a single word of a key: it is empty, contains `.`,
 * `*` or `#`, or makes the key longer than 255 bytes.
 */
export class RoutingKeyError extends PublishError {
  static override readonly advice: string =
    "set the placeholder to one word of a routing key: non-empty text without . * and #";
  readonly certainty: "not-sent" = "not-sent";
  /** Its name in the contract, such as `customer.region`. */
  readonly placeholder: string;
  constructor(event: string, placeholder: string, why: string, advice?: string) {
    const details = advice === undefined ? {} : { advice };
    super(`${event}: placeholder {${placeholder}} of its routing key ${why}`, undefined, details);
    this.placeholder = placeholder;
  }
}

/** A property that AMQP 0-9-1 cannot carry: text over 255 bytes, or text that is not well-formed Unicode. */
export class UnencodableMessageError extends PublishError {
  static override readonly advice: string = "shorten the property, or make it well-formed Unicode";
  readonly certainty: "not-sent" = "not-sent";
}

/**
 * A body over 16 MiB, headers over 32 KiB, or properties and headers that do not fit in one frame of the connection
 * (`frame_max`, as negotiated with the broker).
 */
export class MessageTooLargeError extends PublishError {
  static override readonly advice: string = "send less data, or a reference to it";
  readonly certainty: "not-sent" = "not-sent";
  readonly part: "body" | "headers";
  /** Bytes. */
  readonly size: number;
  /** Bytes. */
  readonly limit: number;
  constructor(part: "body" | "headers", size: number, limit: number) {
    super(`the size of the message's ${part} is ${size} bytes; the limit is ${limit}`);
    this.part = part;
    this.size = size;
    this.limit = limit;
  }
}

/**
 * The deadline passed, or the signal fired, before the message was written: the window was full, or the broker was
 * unreachable.
 */
export class PublishTimeoutError extends PublishError {
  static override readonly advice: string = "publish again; it makes no duplicate";
  readonly certainty: "not-sent" = "not-sent";
}

/** No queue received the message (`basic.return` of a mandatory message); it would have been lost. */
export class UnroutableError extends PublishError {
  static override readonly advice: string =
    'start a consumer first, or write "unroutable": "ignore" in event.json';
  readonly certainty: "refused" = "refused";
  readonly exchange: string;
  readonly routingKey: string;
  constructor(exchange: string, routingKey: string) {
    super(`no queue is bound to exchange "${exchange}" for routing key "${routingKey}"`, undefined, {
      entity: exchange,
    });
    this.exchange = exchange;
    this.routingKey = routingKey;
  }
}

/**
 * The broker answered `basic.nack` (for example because a queue with reject-publish is full), or closed the channel
 * because of this message.
 */
export class BrokerRefusedError extends PublishError {
  static override readonly advice: string =
    "check the broker's reason: a full queue needs a consumer; a refused message must be changed";
  readonly certainty: "refused" = "refused";
}

/** The exchange does not exist, and declaring it again did not help. */
export class ExchangeMissingError extends PublishError {
  static override readonly advice: string = 'have the exchange declared, or connect with declare: "assert"';
  readonly certainty: "refused" = "refused";
}

/** Written, but not confirmed by the deadline: the message may or may not be in a queue. */
export class PublishUnknownError extends PublishError {
  static override readonly advice: string = "publish again with the same messageId";
  readonly certainty: "unknown" = "unknown";
  readonly messageId: string;
  constructor(message: string, messageId: string, cause?: unknown) {
    super(message, cause);
    this.messageId = messageId;
  }
}
