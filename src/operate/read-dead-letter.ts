import type { ConsumeMessage, GetMessage } from "amqplib";
import type { EventFamily, Failure } from "../../runtime/contract/event-version.js";
import { DEAD_LETTER } from "../../runtime/retry/dead-letter-headers.js";
import { decodeContent, readEnvelope } from "../../runtime/wire/body.js";
import { identifyEvent, identifyVersion } from "../../runtime/wire/identify-version.js";
import { EXCHANGE_HEADER, headersOf, originOf } from "../../runtime/wire/message-origin.js";

/** What an operator needs to know about a message in a dead-letter queue. */
export interface DeadLetterDetails {
  readonly messageId: string | undefined;
  /** As the SDK wrote it, such as `rejected`; `broker:delivery_limit` for what the broker moved there; else `unknown`. */
  readonly reason: string;
  readonly error: { readonly name: string; readonly message: string } | undefined;
  readonly stack: string | undefined;
  /** The errors behind the error, outermost first. */
  readonly causes: readonly { readonly name: string; readonly message: string }[];
  /** Where the event broke its schema when it became a dead letter. */
  readonly failures: readonly Failure[];
  readonly attempts: number | undefined;
  /** When it became a dead letter, in milliseconds since the epoch. */
  readonly time: number | undefined;
  /** The service that gave it up. */
  readonly service: string | undefined;
  /** The queue that it came from, as it says itself. */
  readonly queue: string | undefined;
  readonly event: string | undefined;
  readonly version: string | undefined;
  /** The service that published it. */
  readonly publisher: string | undefined;
  /** What it was first published with. */
  readonly exchange: string;
  readonly routingKey: string;
  /** When it was published, in milliseconds since the epoch. */
  readonly published: number | undefined;
  readonly bytes: number;
}

/** Reads a dead letter's headers, and which event it is of the given ones. Takes nothing for granted of what it reads. */
export function readDeadLetter(message: GetMessage, families: readonly EventFamily[]): DeadLetterDetails {
  const { properties, content } = message;
  const headers = headersOf(message);
  const text = (name: string): string | undefined => textOf(headers[name]);
  const death = lastDeath(headers);
  const name = death === undefined ? text(DEAD_LETTER.errorName) : undefined;
  const attempts = Number(text(DEAD_LETTER.attempts));
  const time = Date.parse(text(DEAD_LETTER.time) ?? "");
  const origin = firstOrigin(message);
  return {
    messageId: textOf(properties.messageId),
    reason: death === undefined ? (text(DEAD_LETTER.reason) ?? "unknown") : `broker:${death.reason}`,
    error: name === undefined ? undefined : { name, message: text(DEAD_LETTER.errorMessage) ?? "" },
    stack: death === undefined ? text(DEAD_LETTER.errorStack) : undefined,
    causes: death === undefined ? causesIn(text(DEAD_LETTER.errorCauses)) : [],
    failures: death === undefined ? failuresIn(text(DEAD_LETTER.errors)) : [],
    attempts: Number.isSafeInteger(attempts) && attempts > 0 ? attempts : undefined,
    time: death === undefined ? (Number.isNaN(time) ? undefined : time) : death.time,
    service: death === undefined ? text(DEAD_LETTER.service) : undefined,
    queue: death?.queue ?? text(DEAD_LETTER.queue),
    ...identify(message, families),
    publisher: textOf(properties.appId),
    ...origin,
    published: secondsOf(properties.timestamp),
    bytes: content.length,
  };
}

/** Which event a message is, and which version, as far as it says so; also of one that no consumer could read. */
export function identify(
  message: ConsumeMessage | GetMessage,
  families: readonly EventFamily[],
): { readonly event: string | undefined; readonly version: string | undefined } {
  const { type, contentType } = message.properties;
  const envelope = readEnvelope(bodyOf(message));
  const found = identifyEvent({ type, origin: () => firstOrigin(message) }, envelope, families);
  const named = textOf(type) ?? envelope.event;
  const family: EventFamily = "value" in found ? found.value : { event: named ?? "", versions: {} };
  const version = identifyVersion({ contentType, headers: headersOf(message), envelope }, family);
  return {
    event: "value" in found ? family.event : named,
    version: "value" in version ? version.value : undefined,
  };
}

/** The exchange and routing key that it was first published with; the broker's own account counts if the SDK's is missing. */
export function firstOrigin(message: ConsumeMessage | GetMessage): {
  readonly exchange: string;
  readonly routingKey: string;
} {
  const headers = headersOf(message);
  if (Object.hasOwn(headers, EXCHANGE_HEADER)) return originOf(message);
  const first = deathsIn(headers).at(-1);
  const exchange = first?.["exchange"];
  const [routingKey] = Array.isArray(first?.["routing-keys"]) ? first["routing-keys"] : [];
  if (typeof exchange === "string" && typeof routingKey === "string") return { exchange, routingKey };
  return originOf(message);
}

/** A dead-lettering by the broker. */
interface Death {
  readonly reason: string;
  readonly queue: string | undefined;
  readonly time: number | undefined;
}

/** By the broker itself, if it was the last to move the message: the SDK's own copies carry no `x-death`. */
function lastDeath(headers: Readonly<Record<string, unknown>>): Death | undefined {
  const [death] = deathsIn(headers);
  if (death === undefined) return undefined;
  const time: unknown = death["time"];
  const seconds = typeof time === "object" && time !== null ? Reflect.get(time, "value") : time;
  return {
    reason: textOf(death["reason"]) ?? "unknown",
    queue: textOf(death["queue"]),
    time: secondsOf(seconds),
  };
}

/** The entries of `x-death`, the latest first. */
function deathsIn(headers: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[] {
  const deaths = headers["x-death"];
  if (!Array.isArray(deaths)) return [];
  return deaths.filter((death) => typeof death === "object" && death !== null);
}

function bodyOf({ content, properties }: ConsumeMessage | GetMessage): unknown {
  const decoded = decodeContent(content, properties.contentEncoding);
  if (!("value" in decoded)) return undefined;
  try {
    return JSON.parse(decoded.value.toString("utf8"));
  } catch {
    return undefined;
  }
}

function failuresIn(json: string | undefined): readonly Failure[] {
  return listIn(json).flatMap((each) => {
    const [path, keyword, message] = ["path", "keyword", "message"].map((key) => Reflect.get(each, key));
    return typeof path === "string" && typeof keyword === "string" && typeof message === "string"
      ? [{ path, keyword, message }]
      : [];
  });
}

function causesIn(json: string | undefined): readonly { readonly name: string; readonly message: string }[] {
  return listIn(json).map((each) => ({
    name: textOf(Reflect.get(each, "name")) ?? "Error",
    message: textOf(Reflect.get(each, "message")) ?? "",
  }));
}

function listIn(json: string | undefined): readonly object[] {
  try {
    const list: unknown = json === undefined ? [] : JSON.parse(json);
    return Array.isArray(list) ? list.filter((each) => typeof each === "object" && each !== null) : [];
  } catch {
    return [];
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Seconds since the epoch as milliseconds. */
function secondsOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value * 1_000) && value > 0
    ? value * 1_000
    : undefined;
}
