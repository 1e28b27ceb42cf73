import type { GetMessage } from "amqplib";
import type { BrokerConnections } from "./broker-connections.js";
import type { DeadQueue } from "./dead-queues.js";
import { HeldMessages } from "./held-messages.js";
import { selects } from "./selection.js";
import { type HeldLetter, heldLetter, type WalkOptions } from "./walk-dead.js";

/** What to drop, and what to do first. */
export interface DropOptions extends WalkOptions {
  /** Messages that are dropped, at most. */
  readonly max: number | undefined;
  /** Called with each message before any is dropped. */
  readonly keep: (held: HeldLetter, dead: DeadQueue) => void;
  /** Called when all are found and kept; `false` drops none. */
  readonly confirm: (found: readonly FoundLetters[]) => Promise<boolean>;
}

/** How many dead letters of a queue to drop. */
export interface FoundLetters {
  readonly dead: DeadQueue;
  readonly count: number;
}

/**
 * Drops selected dead letters. All of them are held from the question to the answer, so that what is dropped is what was
 * asked about. Returns how many were; `undefined` if that was not wanted.
 */
export async function dropDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: DropOptions,
): Promise<number | undefined> {
  const open: HeldMessages[] = [];
  try {
    const found: (FoundLetters & { readonly held: HeldMessages; readonly fields: Fields[] })[] = [];
    let rest = options.max ?? Number.POSITIVE_INFINITY;
    for (const dead of queues) {
      if (rest <= 0 || options.signal.aborted) break;
      const held = await HeldMessages.open(connections, dead.vhost, dead.consumed.plan.deadLetters);
      if (held === undefined) continue;
      open.push(held);
      const fields = await select(held, dead, options, rest);
      rest -= fields.length;
      if (fields.length > 0) found.push({ dead, count: fields.length, held, fields });
    }
    if (options.signal.aborted || (found.length > 0 && !(await options.confirm(found)))) {
      await closeAll(open);
      return undefined;
    }
    for (const { held, fields } of found) await held.acknowledgeAll(fields.map((each) => ({ fields: each })));
    await closeAll(open);
    return found.reduce((sum, { count }) => sum + count, 0);
  } catch (error) {
    await closeAll(open).catch(() => {}); // the first error says what happened
    throw connections.failure(error);
  }
}

type Fields = GetMessage["fields"];

async function select(
  held: HeldMessages,
  dead: DeadQueue,
  { selection, signal, progress, keep }: DropOptions,
  most: number,
): Promise<Fields[]> {
  const fields: Fields[] = [];
  for (let read = 1; fields.length < most && !signal.aborted; read += 1) {
    const message = await held.next();
    if (message === undefined) break;
    progress?.(read, held.ready);
    const letter = heldLetter(message, dead);
    if (!selects(selection, letter.letter)) continue;
    keep(letter, dead);
    fields.push(message.fields);
  }
  return fields;
}

async function closeAll(open: readonly HeldMessages[]): Promise<void> {
  const ended = await Promise.allSettled(open.map((held) => held.close()));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
}
