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
}

/** The first dead letter that is selected, which stays where it is; `undefined` if none is. */
export async function showDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: WalkOptions,
): Promise<ShownLetter | undefined> {
  let shown: ShownLetter | undefined;
  for (const dead of queues) {
    if (shown !== undefined || options.signal.aborted) break;
    await walkDead(connections, dead, options, (held) => {
      const back = replayedMessage(held.message, held.letter, dead);
      shown = { ...held, dead, target: back.target, today: whyNot(held, back, dead) };
      return "stop";
    });
  }
  return shown;
}
