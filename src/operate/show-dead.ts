import type { BrokerConnections } from "./broker-connections.js";
import type { DeadQueue } from "./dead-queues.js";
import { whyNot } from "./replay-dead.js";
import { type Obstacle, replayedMessage } from "./replayed-message.js";
import { type HeldLetter, type WalkOptions, walkDead } from "./walk-dead.js";

/** One dead letter with all that can be said of it. */
export interface ShownLetter extends HeldLetter {
  readonly dead: DeadQueue;
  /** Where a replay would take it. */
  readonly target: string;
  /** Why it would be a dead letter again, by the schemas of now; `undefined`: a handler would get it. */
  readonly today: Obstacle | undefined;
  /** The others that are selected. */
  readonly others: OtherLetters;
}

/** Dead letters that are selected besides the shown one. */
export interface OtherLetters {
  readonly count: number;
  /** Whether all were counted; no more than `MOST_COUNTED` messages of a queue are read for it. */
  readonly isAll: boolean;
  /** Of those that have one, at most `MOST_IDS`. */
  readonly ids: readonly string[];
  readonly withoutId: number;
}

/** Messages of each queue that are read to count what else is selected. */
const MOST_COUNTED = 1_000;
/** Ids of other dead letters that are kept. */
const MOST_IDS = 10;

/**
 * The first dead letter that is selected, and how many others are; all stay where they are. `undefined` if none is
 * selected. With an id there are no others to look for.
 */
export async function showDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: WalkOptions,
): Promise<ShownLetter | undefined> {
  const isOne = options.selection.ids.length > 0;
  let shown: Omit<ShownLetter, "others"> | undefined;
  let [count, withoutId, isAll] = [0, 0, true];
  const ids: string[] = [];
  for (const dead of queues) {
    if ((shown !== undefined && isOne) || options.signal.aborted) break;
    const isEnough = (read: number): boolean => shown !== undefined && read >= MOST_COUNTED;
    const { ready = 0, read } = await walkDead(connections, dead, { ...options, isEnough }, (held) => {
      if (shown === undefined) {
        const back = replayedMessage(held.message, held.letter, dead);
        shown = { ...held, dead, target: back.target, today: whyNot(held, back, dead) };
        return isOne ? "stop" : undefined;
      }
      count += 1;
      const { messageId } = held.letter;
      if (messageId === undefined) withoutId += 1;
      else if (ids.length < MOST_IDS) ids.push(messageId);
      return undefined;
    });
    isAll &&= isOne || read >= ready;
  }
  return shown && { ...shown, others: { count, isAll, ids, withoutId } };
}
