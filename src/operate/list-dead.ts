import type { BrokerConnections } from "./broker-connections.js";
import { type DeadGroup, DeadGroups } from "./dead-groups.js";
import type { DeadQueue } from "./dead-queues.js";
import { type WalkedQueue, type WalkOptions, walkDead } from "./walk-dead.js";

/** What is in the dead-letter queues. */
export interface DeadList {
  readonly groups: readonly DeadGroup[];
  readonly queues: readonly (WalkedQueue & { readonly dead: DeadQueue })[];
}

/** Counts the selected dead letters of queues, which stay where they are. */
export async function listDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: WalkOptions,
): Promise<DeadList> {
  const groups = new DeadGroups();
  const walked: (WalkedQueue & { readonly dead: DeadQueue })[] = [];
  for (const dead of queues) {
    if (options.signal.aborted) break;
    const count = await walkDead(connections, dead, options, ({ letter }) => {
      groups.add(dead, letter);
      return undefined;
    });
    walked.push({ dead, ...count });
  }
  return { groups: groups.list(), queues: walked };
}
