import { AmqpError } from "../protocol/amqp-error.js";
import { type FieldTable, textOf } from "../protocol/field-value.js";
import { encodeProperties, type Properties } from "../protocol/properties.js";
import { Message } from "./message.js";

export interface Publish {
  readonly id: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Properties;
  /** As they came; undefined if `properties` differ from what came. */
  readonly encodedProperties: Buffer | undefined;
  readonly body: Buffer;
}

/** The largest TTL that RabbitMQ takes: ten years in milliseconds. */
const longestTime = 315_360_000_000;

/** Makes a message of a publish; throws 406 for an expiration, `CC` or `BCC` that RabbitMQ refuses. */
export function publishedMessage(publish: Publish): Message {
  const { id, exchange, routingKey, properties, body } = publish;
  const { headers, expiration, priority } = properties;
  const ttl = expiration === undefined ? undefined : readExpiration(expiration);
  const common = { id, exchange, routingKey, body, priority, ttl };
  const copyKeys = headers === undefined ? [] : keysIn(headers, "CC");
  const blindCopyKeys = headers === undefined ? [] : keysIn(headers, "BCC");
  if (headers?.has("BCC")) {
    const rest = new Map(headers);
    rest.delete("BCC");
    return new Message({ ...common, copyKeys, blindCopyKeys, properties: { ...properties, headers: rest } });
  }
  return new Message({
    ...common,
    copyKeys,
    encodedProperties: publish.encodedProperties ?? encodeProperties(properties),
  });
}

function readExpiration(text: string): number {
  const [, number, rest] = /^([+-]?\d+)(.*)$/s.exec(text) ?? [];
  const problem =
    number === undefined
      ? "no_integer"
      : rest !== ""
        ? `{leftover_string,${JSON.stringify(rest)}}`
        : Number(number) < 0
          ? `{value_negative,${Number(number)}}`
          : Number(number) > longestTime
            ? `{value_too_large,${Number(number)}}`
            : undefined;
  if (problem === undefined) return Number(number);
  throw new AmqpError("PRECONDITION_FAILED", `invalid expiration '${text}': ${problem}`);
}

function keysIn(headers: FieldTable, name: "CC" | "BCC"): string[] {
  const field = headers.get(name);
  if (field === undefined) return [];
  const problem = (type: string) =>
    new AmqpError("PRECONDITION_FAILED", `invalid message: {unacceptable_type_in_header,"${name}",${type}}`);
  if (field.type !== "array") throw problem(field.type);
  return field.value.flatMap((item) => textOf(item) ?? []);
}
