import type { ReceivedHeaders } from "../../runtime/consume/event-consumer.js";
import type { EventVersion, HeadersOf, PayloadOf } from "../../runtime/contract/event-version.js";
import { isOfShape, shapeOf } from "../../runtime/routing/key-shape.js";
import { delayQueue, hasDelayExchange } from "../../runtime/topology/queue-topology.js";
import type { LoadedVersion } from "../../runtime/validate/validator.js";
import { type Decoded, decodeMessage } from "../../runtime/wire/decode-message.js";
import type { MessageView } from "../embedded-broker/index.js";
import { amqpMessage } from "./amqp-message.js";
import type { JournalEntry } from "./journal.js";

/** A valid event that was published. */
export interface PublishedEvent<Version extends EventVersion = EventVersion> {
  /** The payload, as consumers read it. */
  readonly event: PayloadOf<Version>;
  readonly version: Version["version"];
  readonly messageId: string | undefined;
  readonly headers: ReceivedHeaders<HeadersOf<Version>>;
  readonly exchange: string;
  readonly routingKey: string;
  readonly correlationId: string | undefined;
  readonly replyTo: string | undefined;
  /** `app_id`: the service that published it. */
  readonly service: string | undefined;
  /** Milliseconds until it reaches its exchange; `undefined` if it is not delayed. */
  readonly delayMs: number | undefined;
  /** The queues that it was routed to; for a delayed event, the delay queue. */
  readonly queues: readonly string[];
  readonly raw: MessageView;
}

/** How a published message relates to one version of an event. */
export type ReadPublication<Version extends EventVersion> =
  | { readonly kind: "event"; readonly published: PublishedEvent<Version> }
  /** A message of this version that consumers reject. */
  | { readonly kind: "invalid"; readonly why: string }
  | { readonly kind: "other" };

/** Decodes a message as a consumer of this version would, unless it was published as something else. */
export function readPublication<Version extends EventVersion>(
  version: LoadedVersion,
  { message, queues }: JournalEntry,
): ReadPublication<Version> {
  const delayMs = delayOf(version, message);
  if (delayMs === undefined && !isPublishedAs(version, message)) return { kind: "other" };
  const decoded = decodeAs(version, message);
  if (decoded.kind === "dead-letter") {
    const isOther = decoded.reason === "unknown-event" || decoded.reason === "unknown-version";
    return isOther ? { kind: "other" } : { kind: "invalid", why: `${decoded.reason}: ${decoded.why}` };
  }
  const { properties } = message;
  const published: PublishedEvent<Version> = {
    event: decoded.payload as PayloadOf<Version>,
    version: version.version,
    messageId: properties.messageId,
    headers: { ...properties.headers, ...decoded.headers } as PublishedEvent<Version>["headers"],
    exchange: message.exchange,
    routingKey: message.routingKey,
    correlationId: properties.correlationId,
    replyTo: properties.replyTo,
    service: properties.appId,
    delayMs,
    queues,
    raw: message,
  };
  return { kind: "event", published };
}

/** The result for a consumer that reads only this version. */
export function decodeAs(version: LoadedVersion, message: MessageView): Decoded {
  const family = { event: version.event, versions: { [version.version]: version } };
  return decodeMessage(amqpMessage(message), [family]);
}

/** A message without a `type` is identified by its routing key, as in consumers; copies for retries use no exchange. */
function isPublishedAs(version: EventVersion, { exchange, routingKey, properties }: MessageView): boolean {
  if (exchange !== version.exchange.name) return false;
  return (properties.type ?? "") !== "" || isOfShape(shapeOf(version), routingKey);
}

function delayOf(version: EventVersion, { exchange, routingKey }: MessageView): number | undefined {
  const queue = hasDelayExchange(version) ? exchange : exchange === "" ? routingKey : "";
  const ms = Number(/\.delay\.(\d+)$/.exec(queue)?.[1]);
  return delayQueue(version, ms).name === queue ? ms : undefined;
}
