import { encodeProperties } from "../protocol/properties.js";
import type { Queue } from "./queue.js";
import type { QueueEntry } from "./queue-entry.js";

/** The properties that a consumer gets: a quorum queue adds how often the message came back. */
export function deliveredProperties(queue: Queue, { message, deliveryCount }: QueueEntry): Buffer {
  if (deliveryCount === 0 || queue.settings.type !== "quorum") return message.encodedProperties;
  const { headers, ...properties } = message.properties;
  const counted = new Map(headers);
  counted.set("x-delivery-count", { type: "long", value: deliveryCount });
  return encodeProperties({ ...properties, headers: counted });
}
