import type { Buffer } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from "node:zlib";
import { toError } from "../errors/amqplib-error.js";
import type { Verdict } from "../errors/dead-letter-reason.js";
import { MAX_BODY_BYTES } from "./encode-event.js";

/** The codings of RFC 9110, 8.4.1. This SDK writes none of them; other clients do. */
const decoders: ReadonlyMap<string, (content: Buffer, options: ZlibOptions) => Buffer> = new Map([
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);
/** "utf-8" is not a coding, but common: kombu and older Node clients write it, and Spring AMQP adds it to "gzip". */
const PLAIN = /^(|identity|utf-?8)$/i;
const LONGEST_SHOWN = 60;

/**
 * Decodes a body's content encoding, up to a size of 16 MiB, since a few kilobytes can expand to gigabytes. One coding
 * is decoded; several combined are refused.
 */
export function decodeContent(content: Buffer, encoding: unknown): Verdict<Buffer> {
  if (content.length > MAX_BODY_BYTES)
    return { reason: "undecodable", why: `the body has ${content.length} bytes` };
  if (typeof encoding !== "string") return { value: content };
  const codings = encoding.split(/[,:]/).flatMap((each) => (PLAIN.test(each.trim()) ? [] : [each.trim()]));
  const [coding, ...more] = codings;
  if (coding === undefined) return { value: content };
  const decode = more.length === 0 ? decoders.get(coding.toLowerCase()) : undefined;
  if (decode === undefined) {
    return {
      reason: "undecodable",
      why: `content encoding ${encoding.slice(0, LONGEST_SHOWN)} is not supported; use ${[...decoders.keys()].join(", ")}`,
    };
  }
  try {
    return { value: decode(content, { maxOutputLength: MAX_BODY_BYTES }) };
  } catch (error) {
    const { code, message } = toError(error) as Error & { readonly code?: unknown };
    const why = code === "ERR_BUFFER_TOO_LARGE" ? `it exceeds ${MAX_BODY_BYTES} bytes` : message;
    return { reason: "undecodable", why: `the body is not valid ${coding}: ${why}` };
  }
}

/** The version and event named in a body, if it is an object with these members. */
export interface BodyEnvelope {
  readonly version: string | undefined;
  readonly event: string | undefined;
}

/** Reads `version` and `event` of a parsed body. */
export function readEnvelope(body: unknown): BodyEnvelope {
  return { version: ownString(body, "version"), event: ownString(body, "event") };
}

/**
 * Removes `version` and `event` from a parsed body, in place: a copy would run the setter of a member called
 * `__proto__`. `JSON.parse` creates all members as own properties, so nothing else can be affected.
 */
export function stripEnvelope(body: unknown): unknown {
  if (typeof body === "object" && body !== null) {
    Reflect.deleteProperty(body, "version");
    Reflect.deleteProperty(body, "event");
  }
  return body;
}

function ownString(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : undefined;
}
