import type { GetMessage } from "amqplib";
import type { Failure } from "../../runtime/contract/event-version.js";
import { type CopyProperties, copyId, copyProperties } from "../../runtime/retry/copy-properties.js";
import { DEAD_LETTER } from "../../runtime/retry/dead-letter-headers.js";
import { type Decoded, decodeMessage } from "../../runtime/wire/decode-message.js";
import { EXCHANGE_HEADER, headersOf, ROUTING_KEY_HEADER } from "../../runtime/wire/message-origin.js";
import { type DeadQueue, replayTarget } from "./dead-queues.js";
import { type DeadLetterDetails, firstOrigin } from "./read-dead-letter.js";

/** A dead letter as it goes back. */
export interface Replayed {
  readonly target: string;
  readonly properties: CopyProperties;
}

/** Why a message would be a dead letter again at once. */
export interface Obstacle {
  readonly reason: string;
  readonly why: string;
  readonly failures: readonly Failure[];
}

/**
 * The message that returns to the queue: everything except the headers about its death, with the same `message_id`. Its
 * attempts start again, since a copy carries no count of them.
 */
export function replayedMessage(
  message: GetMessage,
  { queue }: DeadLetterDetails,
  dead: DeadQueue,
): Replayed {
  const { exchange, routingKey } = firstOrigin(message);
  const ours = { [EXCHANGE_HEADER]: exchange, [ROUTING_KEY_HEADER]: routingKey };
  const properties = copyProperties(withoutDeath(message), ours, copyId(message));
  return { target: replayTarget(dead, queue), properties };
}

const DEATH_NAMES: ReadonlySet<string> = new Set(Object.values(DEAD_LETTER));

/** Without the headers of a dead letter, which would be listed as ones that the copy lacks. */
function withoutDeath(message: GetMessage): GetMessage {
  const headers = Object.entries(headersOf(message)).filter(([name]) => !DEATH_NAMES.has(name));
  return { ...message, properties: { ...message.properties, headers: Object.fromEntries(headers) } };
}

/** Whether the queue's consumer would make a dead letter of it again, judged by the schemas of now. */
export function obstacleOf(
  message: GetMessage,
  { target, properties }: Replayed,
  { consumed: { plan, reads, service } }: DeadQueue,
): Obstacle | undefined {
  const fields = { exchange: "", routingKey: target };
  const decoded: Decoded = decodeMessage({ fields, properties, content: message.content }, plan.families);
  if (decoded.kind === "dead-letter") return decoded;
  const { event, version } = decoded.version;
  if (reads.get(event)?.includes(version)) return undefined;
  return { reason: "declined", why: `${service} does not consume ${version} of ${event}`, failures: [] };
}
