import { encodeProperties } from "../protocol/properties.js";
import type { Queue } from "./queue.js";
import type { QueuedMessage } from "./queued-message.js";

/** The properties that a consumer gets: a quorum queue adds how often the message came back. */
export function deliveredProperties(queue: Queue, { message, deliveryCount }: QueuedMessage): Buffer {
  if (deliveryCount === 0 || queue.settings.type !== "quorum") return message.encodedProperties;
  const { headers, ...properties } = message.properties;
  const counted = new Map(headers);
  counted.set("x-delivery-count", { type: "long", value: deliveryCount });
  return encodeProperties({ ...properties, headers: counted });
}
