import { Buffer } from "node:buffer";
import type { Delivered } from "../../runtime/consume/event-consumer.js";
import type { MessageView, PlainProperties, PlainTable, PlainValue } from "../embedded-broker/index.js";

/** A message of amqplib. */
export type AmqpMessage = Delivered["raw"];

/** A message as amqplib would deliver it. */
export function amqpMessage(
  {
    exchange,
    routingKey,
    properties,
    body,
  }: Pick<MessageView, "exchange" | "routingKey" | "properties" | "body">,
  redelivered = false,
): AmqpMessage {
  return {
    content: Buffer.from(body),
    fields: { consumerTag: "testing", deliveryTag: 1, redelivered, exchange, routingKey },
    properties: { ...absent, ...properties, headers: headersOf(properties) },
  };
}

/** amqplib sets all properties of a message, missing ones to `undefined`. */
const absent = {
  contentType: undefined,
  contentEncoding: undefined,
  deliveryMode: undefined,
  priority: undefined,
  correlationId: undefined,
  replyTo: undefined,
  expiration: undefined,
  messageId: undefined,
  timestamp: undefined,
  type: undefined,
  userId: undefined,
  appId: undefined,
  clusterId: undefined,
};

function headersOf({ headers = {} }: PlainProperties): Record<string, unknown> {
  return amqpTable(headers);
}

function amqpTable(table: PlainTable): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, amqpValue(value)]));
}

/** amqplib represents timestamps as tagged objects, in seconds. */
function amqpValue(value: PlainValue): unknown {
  if (value instanceof Date) return { "!": "timestamp", value: Math.floor(value.getTime() / 1000) };
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return value;
  return Array.isArray(value) ? value.map(amqpValue) : amqpTable(value as PlainTable);
}
