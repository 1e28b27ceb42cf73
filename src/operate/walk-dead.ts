import type { GetMessage } from "amqplib";
import { unreadableHeaders } from "../../runtime/wire/readable-headers.js";
import type { BrokerConnections } from "./broker-connections.js";
import type { DeadQueue } from "./dead-queues.js";
import { HeldMessages } from "./held-messages.js";
import { type DeadLetterDetails, readDeadLetter } from "./read-dead-letter.js";
import { type Selection, selects } from "./selection.js";

/** A dead letter that is held while it is looked at. */
export interface HeldLetter {
  readonly message: GetMessage;
  readonly letter: DeadLetterDetails;
  /** Names of headers that cannot be read, and that no copy can have. */
  readonly unreadable: readonly string[];
}

/** What there was in a dead-letter queue. */
export interface WalkedQueue {
  /** `undefined`: the queue does not exist. */
  readonly ready: number | undefined;
  /** Messages that were looked at. */
  readonly read: number;
}

/** What to do with a letter: `stop` ends the walk behind it. */
export type Visit = (
  letter: HeldLetter,
  held: HeldMessages,
) => Promise<"stop" | undefined> | "stop" | undefined;

/** Which letters to visit, and how far to look for them. */
export interface WalkOptions {
  readonly selection: Selection;
  /** Messages that are looked at, at most. */
  readonly most?: number | undefined;
  /** Asked before each message with how many were looked at in this queue; `true` ends the walk through it. */
  readonly isEnough?: ((read: number) => boolean) | undefined;
  /** Ends the walk. */
  readonly signal: AbortSignal;
  /** Called after each message with how many there were, of all. */
  readonly progress?: ((read: number, all: number) => void) | undefined;
}

/**
 * Walks through a dead-letter queue and visits the selected messages. Messages that a visit does not acknowledge are
 * returned to the queue unchanged.
 */
export async function walkDead(
  connections: BrokerConnections,
  dead: DeadQueue,
  options: WalkOptions,
  visit: Visit,
): Promise<WalkedQueue> {
  const held = await HeldMessages.open(connections, dead.vhost, dead.consumed.plan.deadLetters);
  if (held === undefined) return { ready: undefined, read: 0 };
  try {
    const read = await walk(held, dead, options, visit);
    await held.close();
    return { ready: held.ready, read };
  } catch (error) {
    await held.close().catch(() => {}); // the first error says what happened
    throw connections.failure(error);
  }
}

async function walk(
  held: HeldMessages,
  dead: DeadQueue,
  { selection, most = Number.POSITIVE_INFINITY, isEnough, signal, progress }: WalkOptions,
  visit: Visit,
): Promise<number> {
  const all = Math.min(most, held.ready);
  let read = 0;
  while (read < all && !signal.aborted && !isEnough?.(read)) {
    const message = await held.next();
    if (message === undefined) break;
    read += 1;
    progress?.(read, all);
    const letter = heldLetter(message, dead);
    if (selects(selection, letter.letter) && (await visit(letter, held)) === "stop") break;
  }
  return read;
}

/** Reads a message of a dead-letter queue. */
export function heldLetter(message: GetMessage, dead: DeadQueue): HeldLetter {
  const unreadable = unreadableHeaders(message) ?? []; // first: it takes out what no other client wrote
  return { message, unreadable, letter: readDeadLetter(message, dead.consumed.plan.families) };
}
