import { headerFrameBytes, valueBytes } from "../wire/frame-size.js";
import { cut, namesAsJson, namesOf } from "../wire/header-budget.js";
import { ATTEMPT_OF_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER } from "../wire/message-origin.js";
import { type CopyProperties, DROPPED_HEADER, OWN_PREFIX } from "./copy-properties.js";
import { DEAD_LETTER } from "./dead-letter-headers.js";

/** What is left of a text of ours when all is not enough. */
const LEAST_TEXT = 128;
/** Ours that count for something only as they are. */
const WHOLE: ReadonlySet<string> = new Set([
  ...[ATTEMPT_OF_HEADER, EXCHANGE_HEADER, ROUTING_KEY_HEADER],
  DROPPED_HEADER,
]);
/** JSON, of which nothing is left when it is cut. */
const JSON_TEXTS: ReadonlySet<string> = new Set([DEAD_LETTER.errors, DEAD_LETTER.errorCauses]);

/**
 * The copy as it fits into a frame of so many bytes, since the broker closes the connection that sends a greater one
 * (501). The largest headers go first: another client's as a whole, of our own all but the beginning. If that is not
 * enough, the properties that another client wrote go too. `rabbitgen-dropped-headers` says what is missing. Headers that
 * the event declares go last: without one that is required, the next attempt would be a dead letter.
 */
export function fittedCopy(
  properties: CopyProperties,
  frameBytes: number,
  declared: readonly string[] = [],
): CopyProperties {
  if (headerFrameBytes(properties) <= frameBytes) return properties;
  const headers: Record<string, unknown> = Object.assign(Object.create(null), properties.headers);
  const dropped = [...namesOf(headers[DROPPED_HEADER])];
  const rank = (name: string): number => (declared.includes(name) ? 1 : 0);
  const bySize = Object.entries(headers).sort(
    ([name, one], [another, other]) => rank(name) - rank(another) || valueBytes(other) - valueBytes(one),
  );
  for (const [name, value] of bySize) {
    if (headerFrameBytes({ ...properties, headers }) <= frameBytes) break;
    if (WHOLE.has(name)) continue;
    if (OWN_PREFIX.test(name) && !JSON_TEXTS.has(name)) headers[name] = cut(String(value), LEAST_TEXT);
    else {
      delete headers[name];
      dropped.push(name);
      headers[DROPPED_HEADER] = namesAsJson(dropped, LEAST_TEXT);
    }
  }
  const fitted = { ...properties, headers };
  if (headerFrameBytes(fitted) <= frameBytes) return fitted;
  return { persistent: true, mandatory: true, messageId: properties.messageId, headers };
}
