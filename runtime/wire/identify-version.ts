import { Buffer } from "node:buffer";
import { isUint8Array } from "node:util/types";
import { type EventFamily, type EventVersion, versionsOf } from "../contract/event-version.js";
import type { Verdict } from "../errors/dead-letter-reason.js";
import { isOfShape, shapeOf } from "../routing/key-shape.js";
import type { BodyEnvelope } from "./body.js";

/** The parts of a message that identify its version. */
export interface VersionClues {
  /** Property `content_type`. */
  readonly contentType: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body's version, if the body may be consulted (see `isEnvelopeOf`). */
  readonly envelope: BodyEnvelope;
}

type Fault = Exclude<Verdict<never>, { readonly value: never }>;

const HEADER = "content-type";
const JSON_TYPE = /^application\/(?:json|[^/]+\+json)$/;
const CHARSETS: readonly (string | undefined)[] = [undefined, "utf-8", "utf8", "us-ascii"];

/** One part of the message that names a version. */
interface Named {
  readonly place: string;
  readonly version: string;
}

/**
 * The version of a message: property `content_type`, else header `content-type` (name in any case), else the body, else
 * the event's `unversioned`. Two that disagree lead to a dead letter, not a guess. Go services write only the header.
 */
export function identifyVersion(
  { contentType, headers, envelope }: VersionClues,
  { event, versions, unversioned }: EventFamily,
): Verdict<string> {
  const found: Named[] = [];
  const fault = readContentType("property content_type", contentType, found) ?? readHeaders(headers, found);
  if (fault !== undefined) return fault;
  // in a body without `event`, `version` may mean something else: consulted last
  const counts = envelope.event === event || (envelope.event === undefined && found.length === 0);
  const { version: inBody } = envelope;
  if (counts && inBody !== undefined && isLabel(inBody, versions))
    found.push({ place: "the body", version: inBody });
  const [first, ...others] = found;
  if (first === undefined) {
    if (unversioned !== undefined) return { value: unversioned };
    return { reason: "unknown-version", why: "the message names no version" };
  }
  if (others.every(({ version }) => version === first.version)) return { value: first.version };
  const why = found.map(({ place, version }) => `${place} names ${version}`).join(", ");
  return { reason: "version-conflict", why };
}

/** Why no message of this content type can be read, if it is another format; checked before its body. */
export function foreignContentType(
  contentType: unknown,
  headers: Readonly<Record<string, unknown>>,
): Fault | undefined {
  const found: Named[] = [];
  return readContentType("property content_type", contentType, found) ?? readHeaders(headers, found);
}

/** Labels and content types are only parsed up to this length: a sender may send megabytes. */
const LONGEST = 255;

/**
 * Whether a text has the form of the event's own labels, such as `v3` or `1.2.0`; any other is the payload's own data.
 */
function isLabel(text: string, versions: EventFamily["versions"]): boolean {
  if (text.length > LONGEST) return false;
  const form = formOf(text);
  return form !== undefined && Object.keys(versions).some((label) => formOf(label) === form);
}

/** A label with its numbers blanked; `undefined` for numbers that no label has. */
function formOf(text: string): string | undefined {
  const numbers = text.match(/\d+/g) ?? [];
  if (numbers.every((number) => /^0+$/.test(number)) || numbers.some((number) => /^0\d/.test(number)))
    return undefined;
  return text.replace(/\d+/g, "0");
}

function readHeaders(headers: Readonly<Record<string, unknown>>, found: Named[]): Fault | undefined {
  for (const name of Object.keys(headers)) {
    if (name.length !== HEADER.length || name.toLowerCase() !== HEADER) continue;
    const value = headers[name];
    const text = isUint8Array(value) ? Buffer.from(value).toString() : value; // some clients send byte arrays
    const fault = readContentType(`header ${name}`, text, found);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Adds the version that a content type names, if any. */
function readContentType(place: string, text: unknown, found: Named[]): Fault | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  const { fault, version } = versionOf(text);
  if (fault !== undefined) return { reason: "undecodable", why: `${place} ${fault}` };
  if (version !== undefined) found.push({ place, version });
  return undefined;
}

/** The version in a content type, or why the message cannot be read. */
interface Reading {
  readonly version?: string | undefined;
  readonly fault?: string;
}

/** A queue's messages have few content types; the limit keeps a sender of ever new ones from filling memory. */
const KNOWN_TEXTS = 64;
const known = new Map<string, Reading>();

function versionOf(text: string): Reading {
  if (text.length > LONGEST) return { fault: `has ${text.length} characters` };
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= KNOWN_TEXTS) known.clear();
  const reading = readMediaType(text);
  known.set(text, reading);
  return reading;
}

function readMediaType(text: string): Reading {
  const media = parseMediaType(text);
  if (media === undefined) return { fault: `is malformed: ${text}` };
  if (!JSON_TYPE.test(media.essence)) return { fault: `is not JSON: ${text}` };
  const charset = media.parameters.get("charset")?.toLowerCase();
  if (!CHARSETS.includes(charset)) return { fault: `has charset ${charset}` };
  return { version: media.parameters.get("version") };
}

/** A media type in parts; names in lower case, values unchanged. */
export interface MediaType {
  /** Such as `application/json`. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const ESSENCE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*`);
const PARAMETER = new RegExp(`;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?[ \\t]*`, "y");

/**
 * Parses a content type (RFC 9110, 8.3.1): any order of parameters, spaces, quoted values, empty parameters.
 * `undefined` if it is malformed or gives one parameter two values.
 */
export function parseMediaType(text: string): MediaType | undefined {
  const essence = ESSENCE.exec(text);
  if (essence?.[1] === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (let at = essence[0].length; at < text.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) return undefined;
    const name = match[1]?.toLowerCase();
    if (name === undefined) continue;
    const value = match[2] ?? (match[3] ?? "").replace(/\\(.)/g, "$1");
    if (parameters.has(name) && parameters.get(name) !== value) return undefined;
    parameters.set(name, value);
  }
  return { essence: essence[1].toLowerCase(), parameters };
}

/** The parts of a message that identify its event, before its body is trusted. */
export interface EventClues {
  /** Property `type`. */
  readonly type: unknown;
  /** The exchange and routing key of the first publish; read only for a message without a `type`. */
  readonly origin: () => { readonly exchange: string; readonly routingKey: string };
}

/**
 * Which of the consumed events a message is. Property `type` decides if set. Messages of other clients often have none:
 * then the body's `event`, else exchange and routing key, else the only consumed event.
 */
export function identifyEvent<Family extends EventFamily>(
  clues: EventClues,
  envelope: BodyEnvelope,
  families: readonly Family[],
): Verdict<Family> {
  const named = (name: unknown): Family | undefined => families.find(({ event }) => event === name);
  const { type } = clues;
  if (typeof type === "string" && type !== "") {
    const family = named(type);
    if (family === undefined)
      return { reason: "unknown-event", why: `this consumer does not handle event "${type}"` };
    if (envelope.event !== undefined && envelope.event !== type && hasBodyEnvelope(family)) {
      return {
        reason: "event-conflict",
        why: `property type is "${type}", but the body's event is "${envelope.event}"`,
      };
    }
    return { value: family };
  }
  const origin = clues.origin();
  const routed = families.filter((family) =>
    versionsOf(family).some((version) => isRoutedAs(version, origin)),
  );
  const found =
    named(envelope.event) ??
    (routed.length === 1 ? routed[0] : undefined) ??
    (families.length === 1 ? families[0] : undefined);
  return found === undefined
    ? { reason: "unknown-event", why: "the message does not identify its event" }
    : { value: found };
}

/** Whether the event's messages carry `version` and `event` in their body. */
export function hasBodyEnvelope({ versions }: EventFamily): boolean {
  for (const name in versions) if (versions[name]?.envelope === "body") return true;
  return false;
}

function isRoutedAs(
  version: EventVersion,
  { exchange, routingKey }: ReturnType<EventClues["origin"]>,
): boolean {
  return version.exchange.name === exchange && isOfShape(shapeOf(version), routingKey);
}
