import { Buffer } from "node:buffer";
import type { Options } from "amqplib";
import { UnencodableMessageError } from "../errors/publish-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { shown } from "../options/known-options.js";
import { parseDuration } from "../options/parse-duration.js";
import type { PublishOptions } from "./publish-options.js";

/** RabbitMQ's longest time to live: it refuses a longer one by closing the channel. */
const LONGEST_EXPIRATION_MS = 2 ** 32 - 1;

/**
 * The properties that few messages have. Throws `UnencodableMessageError` for a text that AMQP 0-9-1 cannot carry, and
 * `ConfigurationError` for a number out of range.
 */
export function rarerProperties({
  correlationId,
  replyTo,
  expiration,
  priority,
}: PublishOptions):
  | Pick<Options.Publish, "correlationId" | "replyTo" | "expiration" | "priority">
  | undefined {
  if ((correlationId ?? replyTo ?? expiration ?? priority) === undefined) return undefined;
  return {
    ...(correlationId === undefined ? {} : { correlationId: shortString("correlationId", correlationId) }),
    ...(replyTo === undefined ? {} : { replyTo: shortString("replyTo", replyTo) }),
    ...(expiration === undefined ? {} : { expiration: milliseconds(expiration) }),
    ...(priority === undefined ? {} : { priority: octet(priority) }),
  };
}

/** AMQP's `shortstr`; what is no well-formed Unicode would come back as another text. */
export function shortString(name: string, text: string): string {
  if (Buffer.byteLength(text) > 255) throw new UnencodableMessageError(`${name} is at most 255 bytes`);
  if (/\p{Surrogate}/u.test(text))
    throw new UnencodableMessageError(`${name} is no well-formed Unicode text`);
  return text;
}

/** RabbitMQ reads `expiration` as a whole number of milliseconds, written as text. */
function milliseconds(expiration: string | number): string {
  const ms = typeof expiration === "number" ? expiration : parseDuration(expiration, "expiration");
  if (Number.isInteger(ms) && ms >= 0 && ms <= LONGEST_EXPIRATION_MS) return String(ms);
  throw new ConfigurationError(
    `expiration is a whole number of milliseconds up to ${LONGEST_EXPIRATION_MS}, or a duration such as "10m", not ${shown(expiration)}`,
  );
}

function octet(priority: number): number {
  if (Number.isInteger(priority) && priority >= 0 && priority <= 255) return priority;
  throw new ConfigurationError("priority is a whole number from 0 to 255");
}
