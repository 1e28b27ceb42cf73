import { Buffer } from "node:buffer";
import type { Channel } from "amqplib";
import { type CopyProperties, DROPPED_HEADER, OWN_PREFIX } from "./copy-properties.js";
import { encodableHeader } from "./encodable-header.js";
import { cut, namesAsJson, namesOf } from "./header-budget.js";
import { ATTEMPT_OF_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER } from "./message-origin.js";

/** RabbitMQ's own limit, where amqplib does not say what was negotiated. */
const USUAL_FRAME = 131_072;
/** Of a content header beside its properties: the frame's eight bytes; class, weight, body size and flags. */
const FRAME_BYTES = 8 + 14;
/** `delivery_mode`, `priority` and `timestamp`, and the size of the header table. */
const FIXED_BYTES = 1 + 1 + 8 + 4;
/** What is left of a text of ours when all is not enough. */
const LEAST_TEXT = 128;
/** Ours that count for something only as they are. */
const WHOLE: ReadonlySet<string> = new Set([
  ...[ATTEMPT_OF_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER],
  DROPPED_HEADER,
]);
const ERRORS_HEADER = "rabbitgen-errors";

/** The greatest frame, in bytes, that this channel's connection may send: AMQP 0-9-1 cannot split a content header. */
export function frameLimit({ connection }: Channel): number {
  const negotiated: unknown = "frameMax" in connection ? connection.frameMax : undefined;
  return typeof negotiated === "number" && negotiated > 0 ? negotiated : USUAL_FRAME;
}

/**
 * The copy as it fits into a frame of so many bytes, since the broker closes the connection that sends a greater one
 * (501). The largest headers go first: another client's as a whole, of our own all but the beginning. If that is not
 * enough, the properties that another client wrote go too. `rabbitgen-dropped-headers` says what is missing.
 */
export function fittedCopy(properties: CopyProperties, frameBytes: number): CopyProperties {
  if (copyBytes(properties) <= frameBytes) return properties;
  const headers: Record<string, unknown> = Object.assign(Object.create(null), properties.headers);
  const dropped = [...namesOf(headers[DROPPED_HEADER])];
  const bySize = Object.entries(headers).sort(([, one], [, other]) => valueBytes(other) - valueBytes(one));
  for (const [name, value] of bySize) {
    if (copyBytes({ ...properties, headers }) <= frameBytes) break;
    if (WHOLE.has(name)) continue;
    if (OWN_PREFIX.test(name) && name !== ERRORS_HEADER) headers[name] = cut(String(value), LEAST_TEXT);
    else {
      delete headers[name]; // the errors too: cut they would be no JSON
      dropped.push(name);
      headers[DROPPED_HEADER] = namesAsJson(dropped, LEAST_TEXT);
    }
  }
  const fitted = { ...properties, headers };
  if (copyBytes(fitted) <= frameBytes) return fitted;
  return { persistent: true, mandatory: true, messageId: properties.messageId, headers };
}

/** Bytes of the copy's content-header frame, at most. */
export function copyBytes({ headers, ...properties }: CopyProperties): number {
  let bytes = FRAME_BYTES + FIXED_BYTES;
  for (const value of Object.values(properties))
    if (typeof value === "string") bytes += 1 + Buffer.byteLength(value);
  for (const [name, value] of Object.entries(headers ?? {}))
    bytes += 1 + Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

function valueBytes(value: unknown): number {
  return encodableHeader(value)?.bytes ?? 0;
}
