import { Buffer } from "node:buffer";
import { type CopyProperties, ownProperties } from "./copy-properties.js";
import type { Failure } from "./event-version.js";
import { fitsAnyHeader, headerFrameBytes } from "./frame-size.js";
import { cut, failuresAsJson, roughBytes } from "./header-budget.js";
import { ATTEMPT_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER } from "./message-origin.js";

const DROPPED_HEADER = "rabbitgen-dropped-headers";
/** What a later delivery or a replay of the message depends on. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  ATTEMPT_HEADER,
  EXCHANGE_HEADER,
  ROUTING_KEY_HEADER,
  "rabbitgen-reason",
]);
/** Names of exchanges, queues and routing keys are never longer (AMQP 0-9-1, `shortstr`). */
const LONGEST_NAME = 255;

/**
 * A copy's properties, made to fit the connection's largest frame: the broker closes the connection at a message whose
 * headers do not (501), so that the copy would never be made. Other clients' headers go first, the largest one before
 * the others; then long texts of the SDK are cut; then goes what neither a retry nor a replay needs.
 */
export function fitCopy(properties: CopyProperties, frameMax: number): CopyProperties {
  const fits = (some: CopyProperties): boolean => headerFrameBytes(some) <= frameMax;
  if (fitsAnyHeader(frameMax) || fits(properties)) return properties;
  const headers: Record<string, unknown> = { ...properties.headers };
  let fitted: CopyProperties = { ...properties, headers };
  const dropped: string[] = [];
  for (const name of largestFirst(headers, (one) => !one.startsWith("rabbitgen-"))) {
    if (fits(fitted)) break;
    delete headers[name];
    dropped.push(name);
    headers[DROPPED_HEADER] = cut(JSON.stringify(dropped), LONGEST_NAME);
  }
  while (!fits(fitted)) {
    const [longest] = largestFirst(headers, (name) => isLong(headers[name]));
    if (longest === undefined) break;
    headers[longest] = halved(longest, String(headers[longest]));
  }
  if (fits(fitted)) return fitted;
  fitted = ownProperties(fitted);
  const kept: Record<string, unknown> = { ...fitted.headers };
  fitted = { ...fitted, headers: kept };
  for (const name of largestFirst(kept, (one) => !ESSENTIAL.has(one))) {
    if (fits(fitted)) break;
    delete kept[name];
  }
  return fitted;
}

function largestFirst(headers: Readonly<Record<string, unknown>>, isWanted: (name: string) => boolean) {
  const size = (name: string): number => roughBytes(name, headers[name]);
  return Object.keys(headers)
    .filter(isWanted)
    .sort((one, other) => size(other) - size(one));
}

function isLong(value: unknown): boolean {
  return typeof value === "string" && Buffer.byteLength(value) > LONGEST_NAME;
}

/** Half as long; the list of failures stays a whole JSON array. */
function halved(name: string, text: string): string {
  const bytes = Math.max(LONGEST_NAME, Math.floor(Buffer.byteLength(text) / 2));
  if (name !== "rabbitgen-errors") return cut(text, bytes);
  try {
    return failuresAsJson(JSON.parse(text) as readonly Failure[], bytes);
  } catch {
    return cut(text, bytes); // another client's header of this name
  }
}
