import { Buffer } from "node:buffer";
import type { BodyEnvelope } from "./body-envelope.js";
import { parseMediaType } from "./media-type.js";
import type { Verdict } from "./verdict.js";

/** Where a message says which version it is. */
export interface VersionClues {
  /** Property `content_type`. */
  readonly contentType: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  /** What its body says, if the body may be asked (see `isEnvelopeOf`). */
  readonly envelope: BodyEnvelope;
}

const CHARSETS: readonly (string | undefined)[] = [undefined, "utf-8", "utf8", "us-ascii"];

/**
 * The version of a message: property `content_type`, else header `content-type` (name in any case), else the
 * body. Two that disagree are a dead letter, not a guess. Go services write the header only.
 */
export function identifyVersion(clues: VersionClues, event: string): Verdict<string> {
  const found = new Map<string, string>();
  for (const [place, text] of contentTypes(clues)) {
    const media = parseMediaType(text);
    if (media === undefined) return { reason: "undecodable", why: `${place} is malformed: ${text}` };
    if (!/^application\/(?:json|[^/]+\+json)$/.test(media.essence)) {
      return { reason: "undecodable", why: `${place} is no JSON: ${text}` };
    }
    const charset = media.parameters.get("charset")?.toLowerCase();
    if (!CHARSETS.includes(charset)) return { reason: "undecodable", why: `${place} has charset ${charset}` };
    const version = media.parameters.get("version");
    if (version !== undefined) found.set(place, version);
  }
  const { envelope } = clues;
  // a body without `event` may mean something else by `version`: asked only when nothing else tells
  const counts = envelope.event === event || (envelope.event === undefined && found.size === 0);
  if (envelope.version !== undefined && counts) found.set("the body", envelope.version);
  const [version, ...others] = new Set(found.values());
  if (others.length > 0) {
    return {
      reason: "version-conflict",
      why: [...found].map(([place, one]) => `${place} says ${one}`).join(", "),
    };
  }
  return version === undefined
    ? { reason: "unknown-version", why: "the message names no version" }
    : { value: version };
}

function* contentTypes({
  contentType,
  headers,
}: VersionClues): Generator<readonly [place: string, text: string]> {
  if (typeof contentType === "string" && contentType !== "") yield ["property content_type", contentType];
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== "content-type") continue;
    const text = Buffer.isBuffer(value) ? value.toString() : value; // some clients send byte arrays
    if (typeof text === "string" && text !== "") yield [`header ${name}`, text];
  }
}
