import type { BrokerConnections } from "./broker-connections.js";
import { type DeadGroup, DeadGroups } from "./dead-groups.js";
import type { DeadQueue } from "./dead-queues.js";
import { type HeldLetter, type WalkedQueue, type WalkOptions, walkDead } from "./walk-dead.js";

/** What is in the dead-letter queues. */
export interface DeadList {
  readonly groups: readonly DeadGroup[];
  readonly queues: readonly (WalkedQueue & { readonly dead: DeadQueue })[];
  /** Each dead letter, in the order of the queues; `undefined` unless asked for. */
  readonly letters: readonly ListedLetter[] | undefined;
}

/** A dead letter of a list. */
export interface ListedLetter extends Pick<HeldLetter, "letter"> {
  readonly dead: DeadQueue;
}

/** Counts the selected dead letters of queues, which stay where they are. */
export async function listDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: WalkOptions & { readonly each?: boolean },
): Promise<DeadList> {
  const letters: ListedLetter[] | undefined = options.each ? [] : undefined;
  const groups = new DeadGroups();
  const walked: (WalkedQueue & { readonly dead: DeadQueue })[] = [];
  for (const dead of queues) {
    if (options.signal.aborted) break;
    const count = await walkDead(connections, dead, options, ({ letter }) => {
      groups.add(dead, letter);
      letters?.push({ dead, letter });
      return undefined;
    });
    walked.push({ dead, ...count });
  }
  return { groups: groups.list(), queues: walked, letters };
}
