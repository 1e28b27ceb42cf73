import { Buffer } from "node:buffer";
import type { EventVersion, RoutingKeyWords } from "../contract/event-version.js";
import { RoutingKeyError } from "../errors/publish-error.js";

/** The longest routing key in bytes: AMQP 0-9-1 carries it as a short string. */
export const LONGEST_KEY: number = 255;

/** Values in error messages are cut to this length. */
const LONGEST_SHOWN = 64;

/**
 * The routing key of one message: its placeholders are filled from the event as its readers will parse it, and from the
 * options of `publish`. Throws `RoutingKeyError` for a value that is not one word of a key, so that no message is
 * published with an unintended key.
 */
export function routingKeyOf(
  version: EventVersion,
  parsed: unknown,
  given: RoutingKeyWords | undefined,
): string {
  const { routingKey, routingKeyParts = [routingKey] } = version;
  const name = `${version.event} ${version.version}`;
  if (given !== undefined) refuseUnknown(name, routingKeyParts, given);
  let key = "";
  let longest: { readonly placeholder: string; readonly word: string } | undefined;
  for (const part of routingKeyParts) {
    if (typeof part === "string") {
      key += part;
      continue;
    }
    const placeholder = placeholderOf(part);
    const value = "payload" in part ? valueAt(parsed, part.payload) : givenValue(name, placeholder, given);
    const word = wordOf(name, placeholder, value);
    if (longest === undefined || word.length > longest.word.length) longest = { placeholder, word };
    key += word;
  }
  const bytes = Buffer.byteLength(key);
  if (longest !== undefined && bytes > LONGEST_KEY)
    throw new RoutingKeyError(
      name,
      longest.placeholder,
      `is ${shown(longest.word)}, with which the key has ${bytes} bytes; RabbitMQ allows at most ${LONGEST_KEY}`,
      `shorten the value by ${bytes - LONGEST_KEY} bytes`,
    );
  return key;
}

/** A placeholder's name in the contract. */
export function placeholderOf(
  part: Exclude<NonNullable<EventVersion["routingKeyParts"]>[number], string>,
): string {
  return "payload" in part ? part.payload.join(".") : part.publish;
}

/** A misspelt name would otherwise be reported as a missing value, or be silently ignored. */
function refuseUnknown(
  event: string,
  parts: NonNullable<EventVersion["routingKeyParts"]>,
  given: RoutingKeyWords,
): void {
  const placeholders = parts.flatMap((part) => (typeof part === "string" ? [] : [part]));
  const known = placeholders.flatMap((part) => ("publish" in part ? [part.publish] : []));
  const strange = Object.keys(given).find((name) => !known.includes(name));
  if (strange === undefined) return;
  const isRead = placeholders.some((part) => "payload" in part && placeholderOf(part) === strange);
  const why = isRead ? "is read from the payload and cannot also be passed" : "does not exist";
  const names = known.map((name) => JSON.stringify(name)).join(", ");
  const advice = known.length === 0 ? "remove the option routingKey" : `pass only ${names}`;
  throw new RoutingKeyError(event, strange, why, advice);
}

function givenValue(event: string, placeholder: string, given: RoutingKeyWords | undefined): unknown {
  if (given !== undefined && Object.hasOwn(given, placeholder)) {
    const value: unknown = given[placeholder];
    if (typeof value === "string") return value;
    if (value !== undefined) throw new RoutingKeyError(event, placeholder, "must be a string");
  }
  const example = JSON.stringify({ routingKey: { [placeholder]: "…" } });
  const advice = `pass its value to publish, as in publish(event, ${example})`;
  throw new RoutingKeyError(event, placeholder, "has no value", advice);
}

function valueAt(event: unknown, path: readonly string[]): unknown {
  let value = event;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function wordOf(event: string, placeholder: string, value: unknown): string {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isInteger(value)))
    return String(value);
  const refused = (why: string): RoutingKeyError => new RoutingKeyError(event, placeholder, why);
  if (value === undefined) throw refused("has no value in the payload");
  if (typeof value !== "string") throw refused(`is ${kindOf(value)} in the payload, which is not one word`);
  if (value === "") throw refused("is empty, which is not a word of a key");
  const character = /[.*#]/.exec(value)?.[0];
  if (character !== undefined)
    throw refused(`is ${shown(value)}, and ${character} does not stay within one word of a key`);
  if (/\p{Surrogate}/u.test(value)) throw refused("is not well-formed Unicode");
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return `the number ${value}`;
  return Array.isArray(value) ? "an array" : "an object";
}

function shown(text: string): string {
  return JSON.stringify(text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`);
}
