import type { EventVersion } from "../contract/event-version.js";
import type { Peer, ReceivedMessage } from "../observe/instrumentation.js";
import { originOf } from "../wire/message-origin.js";
import type { Delivery } from "./delivery.js";

/** What an instrumentation hook gets of a delivery. */
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
