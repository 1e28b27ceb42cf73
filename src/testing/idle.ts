import type { AdvanceableClock, QueueView, VirtualHostView } from "../embedded-broker/index.js";
import { nextExpiry, printedList, printedQueue } from "./printed.js";
import { nextTurn } from "./real-time.js";

/** Default time limit of the test kit's calls, in milliseconds of real time. */
export const CALL_TIMEOUT_MS = 5_000;

/** Options of `idle`. */
export interface IdleOptions {
  /**
   * How messages that wait for their TTL are treated, such as those for a later attempt:
   * - `await` (default): idle only after they have come due on their own, or through `clock.advance`.
   * - `leave`: idle with them.
   * - `advance`: the clock is moved to the next due time until none is left.
   */
  readonly delayed?: "await" | "leave" | "advance";
  /** Names of queues that may contain messages, such as one that only the test reads. */
  readonly except?: readonly string[];
  /** Milliseconds of real time until it fails. Default 5,000, or the broker's `timeout`. */
  readonly timeout?: number;
}

/**
 * How many turns of the event loop must pass without work: what a handler has just written is still on its way through
 * a socket.
 */
const QUIET_TURNS = 4;

/** What determines idleness. */
export interface IdleBroker {
  readonly clock: AdvanceableClock;
  readonly vhosts: () => readonly VirtualHostView[];
  readonly isClosed: () => boolean;
}

/** Resolves when no queue has anything to do; rejects with a list of what is left. */
export async function untilIdle(
  { clock, vhosts, isClosed }: IdleBroker,
  { delayed = "await", except = [], timeout = CALL_TIMEOUT_MS }: IdleOptions,
  failure: Error,
): Promise<void> {
  const deadline = performance.now() + timeout;
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await nextTurn();
    const busy = vhosts().flatMap((vhost) => busyQueues(vhost, except));
    const working = busy.filter((queue) => !isWaiting(queue));
    const left = delayed === "leave" ? working : busy;
    quiet = left.length === 0 || (delayed === "advance" && working.length === 0) ? quiet + 1 : 0;
    if (quiet === QUIET_TURNS && left.length > 0) {
      advanceToNext(clock, left);
      quiet = 0;
    }
    if (quiet > 0 || (performance.now() < deadline && !isClosed())) continue;
    const why = isClosed() ? "the broker was closed" : `not idle within ${Math.round(timeout)} ms`;
    failure.message = `${why}.\n${printedList(
      "Queues with messages",
      left.map((queue) => printedBusy(queue, clock)),
    )}`;
    failure.stack = (failure.stack ?? "").replace(/^Error:?/, `Error: ${failure.message}`);
    throw failure;
  }
}

/** Dead letters stay in their queues: nothing processes them. */
function busyQueues(vhost: VirtualHostView, except: readonly string[]): QueueView[] {
  return vhost
    .queues()
    .filter(({ name, ready, unacked }) => ready + unacked > 0 && !except.includes(name))
    .filter(({ name, consumers }) => !(name.endsWith(".dead") && consumers === 0));
}

/** Whether the queue's messages stay unchanged until their TTL ends. */
function isWaiting(queue: QueueView): boolean {
  return queue.consumers === 0 && queue.messages().every(({ expiresAt }) => expiresAt !== undefined);
}

function advanceToNext(clock: AdvanceableClock, queues: readonly QueueView[]): void {
  const due = nextExpiry(queues.flatMap((queue) => queue.messages()));
  if (due !== undefined) clock.advance(Math.max(0, due - clock.now()));
}

function printedBusy(queue: QueueView, clock: AdvanceableClock): string {
  const due = isWaiting(queue) ? nextExpiry(queue.messages()) : undefined;
  const later =
    due === undefined ? "" : `; the next one comes due in ${Math.ceil(due - clock.now())} ms (clock.advance)`;
  return `${printedQueue(queue)}${later}`;
}
