import { fittedCopy } from "../../runtime/retry/copy-properties.js";
import { frameMaxOf } from "../../runtime/wire/header-values.js";
import type { BrokerConnections } from "./broker-connections.js";
import type { DeadQueue } from "./dead-queues.js";
import type { HeldMessages } from "./held-messages.js";
import type { DeadLetterDetails } from "./read-dead-letter.js";
import { type Obstacle, obstacleOf, type Replayed, replayedMessage } from "./replayed-message.js";
import { sendConfirmed } from "./send-confirmed.js";
import { type HeldLetter, type WalkOptions, walkDead } from "./walk-dead.js";

/** What to replay, and how. */
export interface ReplayOptions extends WalkOptions {
  /** Messages that are replayed, at most. */
  readonly max: number | undefined;
  /** Says what would be replayed, and replays nothing. */
  readonly dryRun: boolean;
  /** Replays also what would be a dead letter again. */
  readonly force: boolean;
}

/** Why a dead letter stays where it is. */
export interface LeftLetter extends Obstacle {
  readonly kind: "would-fail" | "unroutable" | "refused";
  readonly letter: DeadLetterDetails;
}

/** What became of the selected dead letters of a queue. */
export interface QueueReplay {
  readonly dead: DeadQueue;
  readonly exists: boolean;
  /** Replayed, or with `dryRun` those that would be. */
  readonly replayed: number;
  readonly left: readonly LeftLetter[];
  /** Those that stay and are not listed. */
  readonly unlisted: number;
}

/** Letters that stay and are listed, of one queue. */
const MOST_LISTED = 1_000;

/**
 * Takes selected dead letters back to the queue that they came from: each by a publish that the broker confirms, and only
 * then is the dead one acknowledged. So a process that is killed at any moment leaves each message in one of the two
 * queues, or in both.
 */
export async function replayDead(
  connections: BrokerConnections,
  queues: readonly DeadQueue[],
  options: ReplayOptions,
): Promise<readonly QueueReplay[]> {
  const replays: QueueReplay[] = [];
  let rest = options.max ?? Number.POSITIVE_INFINITY;
  for (const dead of queues) {
    if (rest <= 0 || options.signal.aborted) break;
    const replay = await replayQueue(connections, dead, { ...options, max: rest });
    rest -= replay.replayed;
    replays.push(replay);
  }
  return replays;
}

async function replayQueue(
  connections: BrokerConnections,
  dead: DeadQueue,
  options: ReplayOptions,
): Promise<QueueReplay> {
  const { max = Number.POSITIVE_INFINITY, dryRun, force } = options;
  const left: LeftLetter[] = [];
  let [replayed, unlisted] = [0, 0];
  const stays = (one: LeftLetter): void => {
    if (left.length < MOST_LISTED) left.push(one);
    else unlisted += 1;
  };
  const frameMax = frameMaxOf(await connections.model(dead.vhost));
  const { ready } = await walkDead(connections, dead, options, async (held, messages) => {
    const back = replayedMessage(held.message, held.letter, dead);
    const obstacle = force ? undefined : whyNot(held, back, dead);
    if (obstacle !== undefined) {
      stays({ ...obstacle, kind: "would-fail", letter: held.letter });
      return undefined;
    }
    const kind = dryRun ? undefined : await moveBack(held, back, { messages, frameMax });
    if (kind === undefined) replayed += 1;
    else stays({ kind, letter: held.letter, ...refusals[kind](back.target) });
    // what one full queue refuses, it refuses of all
    return replayed >= max || kind === "refused" ? "stop" : undefined;
  });
  return { dead, exists: ready !== undefined, replayed, left, unlisted };
}

/** Why a letter would come back, or would not go as it is. */
export function whyNot(
  { message, unreadable }: HeldLetter,
  back: Replayed,
  dead: DeadQueue,
): Obstacle | undefined {
  if (unreadable.length === 0) return obstacleOf(message, back, dead);
  const why = `these headers cannot be read, so a replayed message would lack them: ${unreadable.join(", ")}`;
  return { reason: "unreadable-headers", why, failures: [] };
}

async function moveBack(
  { message }: HeldLetter,
  { target, properties }: Replayed,
  { messages, frameMax }: { readonly messages: HeldMessages; readonly frameMax: number },
): Promise<"unroutable" | "refused" | undefined> {
  const copy = { content: message.content, properties: fittedCopy(properties, frameMax) };
  const sent = await sendConfirmed(messages.channel, target, copy);
  if (sent !== "confirmed") return sent;
  messages.acknowledge(message);
  return undefined;
}

const refusals = {
  unroutable: (target: string): Obstacle => ({
    reason: "queue-missing",
    why: `queue "${target}" does not exist`,
    failures: [],
  }),
  refused: (target: string): Obstacle => ({
    reason: "queue-refused",
    why: `the broker refused it for queue "${target}", which may be full; the rest of this queue was skipped`,
    failures: [],
  }),
} as const;
