import { DEAD_LETTER } from "../../runtime/retry/dead-letter-headers.js";
import type { LoadedFamily } from "../../runtime/validate/validator.js";
import type { Decoded } from "../../runtime/wire/decode-message.js";
import type { Happening } from "../embedded-broker/index.js";
import { decodePublished } from "../operate/decode-published.js";

/** One message on its way, in words: what `rabbitgen broker` prints a line of. */
export interface MessageReport {
  /** `published` by a client, `dead-lettered` by the broker, or `dropped` by a queue without a dead-letter exchange. */
  readonly kind: "published" | "dead-lettered" | "dropped";
  /** When, as ISO 8601 in UTC. */
  readonly at: string;
  readonly vhost: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly messageId: string | undefined;
  readonly bytes: number;
  /** As in the contract, else as in the message; `undefined` if it does not. */
  readonly event: string | undefined;
  readonly version: string | undefined;
  /** As a consumer of all events would judge it; `unchecked` without a contract, or if the contract does not have the event. */
  readonly validity: "valid" | "invalid" | "unchecked";
  /** Why a consumer would dead-letter it, such as `schema-violation`, or why the broker did. */
  readonly reason: string | undefined;
  readonly why: string | undefined;
  /** Why an SDK's consumer made it a dead letter, as its header says. */
  readonly deadLetter: string | undefined;
  /** The queue that it left; `undefined` for one that is published. */
  readonly from: string | undefined;
  /** The queues that it came to; empty if there are none. */
  readonly queues: readonly string[];
}

/**
 * What happened to a message, judged by the code with which consumers identify and validate; `undefined` for what is
 * not reported: deliveries, settlements, and retries that return after their delay.
 */
export function describeHappening(
  happening: Happening,
  families: readonly LoadedFamily[] | undefined,
): MessageReport | undefined {
  const { kind } = happening;
  if (kind !== "published" && kind !== "dead-lettered" && kind !== "dropped") return undefined;
  if (kind === "dead-lettered" && happening.reason === "expired") return undefined;
  const { message, vhost } = happening;
  const { exchange, routingKey, properties, body } = message;
  const judged = families === undefined ? unchecked(properties.type) : judge(message, families);
  const left = kind === "published" ? undefined : happening;
  return {
    kind,
    at: new Date(happening.at).toISOString(),
    vhost,
    exchange,
    routingKey,
    messageId: properties.messageId,
    bytes: body.length,
    ...judged,
    ...(left && { reason: left.reason, why: undefined }),
    deadLetter: textOf(properties.headers?.[DEAD_LETTER.reason]),
    from: left?.queue,
    queues: kind === "dropped" ? [] : happening.queues,
  };
}

type Judged = Pick<MessageReport, "event" | "version" | "validity" | "reason" | "why">;

function unchecked(type: string | undefined): Judged {
  return { event: type, version: undefined, validity: "unchecked", reason: undefined, why: undefined };
}

function judge(
  { body, exchange, routingKey, properties }: Extract<Happening, { readonly kind: "published" }>["message"],
  families: readonly LoadedFamily[],
): Judged {
  const message = { content: body, fields: { exchange, routingKey }, properties };
  const { decoded, isForeign } = decodePublished(message, families);
  if (decoded.kind === "event") {
    const { event, version } = decoded.version;
    return { event, version, validity: "valid", reason: undefined, why: undefined };
  }
  return {
    ...named(decoded, properties.type),
    validity: isForeign ? "unchecked" : "invalid",
    reason: decoded.reason,
    why: decoded.why,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function named(
  { known }: Extract<Decoded, { readonly kind: "dead-letter" }>,
  type: string | undefined,
): Pick<Judged, "event" | "version"> {
  return { event: known?.event ?? type, version: known?.version };
}
