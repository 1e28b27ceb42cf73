import { Deque } from "./deque.js";
import { Heap } from "./heap.js";
import type { QueueEntry } from "./queue-entry.js";

/** The messages that wait in a queue, in the order in which they are delivered. */
export interface ReadyMessages {
  readonly size: number;
  /** The bytes of all bodies. */
  readonly bytes: number;
  push(queued: QueueEntry): void;
  /** Takes a message back that had been delivered. */
  putBack(queued: QueueEntry): void;
  /** The one that `shift` removes next. */
  peek(): QueueEntry | undefined;
  shift(): QueueEntry | undefined;
  clear(): void;
  /** All of them; a quorum queue's order between its two priorities is left out. */
  list(): QueueEntry[];
}

/** The messages of a classic queue: by priority, then by their place, to which a message also comes back. */
export function classicMessages(maxPriority: number): ReadyMessages {
  const levels = Array.from({ length: maxPriority + 1 }, () => ({
    returned: new Heap<QueueEntry>(({ sequence }) => sequence),
    fresh: new Deque<QueueEntry>(),
  }));
  let size = 0;
  let bytes = 0;
  let top = 0;
  const levelOf = ({ message }: QueueEntry) => Math.min(message.priority ?? 0, maxPriority);
  const put = (queued: QueueEntry, into: "returned" | "fresh") => {
    const index = levelOf(queued);
    levels[index]?.[into].push(queued);
    if (index > top) top = index;
    size++;
    bytes += queued.message.body.length;
  };
  /** The highest level with messages. */
  const highest = () => {
    for (; top > 0; top--) {
      const { returned, fresh } = levels[top] as (typeof levels)[number];
      if (returned.size > 0 || fresh.size > 0) break;
    }
    return levels[top] as (typeof levels)[number];
  };
  return {
    get size() {
      return size;
    },
    get bytes() {
      return bytes;
    },
    push: (queued) => put(queued, "fresh"),
    putBack: (queued) => put(queued, "returned"),
    peek() {
      if (size === 0) return undefined;
      const { returned, fresh } = highest();
      // whatever had been delivered was ahead of everything that has not been
      return returned.peek() ?? fresh.peek();
    },
    shift() {
      if (size === 0) return undefined;
      const { returned, fresh } = highest();
      const queued = returned.pop() ?? fresh.shift();
      if (queued === undefined) return undefined;
      size--;
      bytes -= queued.message.body.length;
      return queued;
    },
    clear() {
      for (const { returned, fresh } of levels) {
        returned.clear();
        fresh.clear();
      }
      size = 0;
      bytes = 0;
    },
    list: () => levels.toReversed().flatMap(({ returned, fresh }) => [...returned.inOrder(), ...fresh]),
  };
}

/** Messages of a high priority that go ahead of one with a normal priority. */
const highBeforeNormal = 2;

/**
 * The messages of a quorum queue: those that came back go first, in the order in which they came back, unless the
 * queue has no delivery limit: then they go to the end, for nothing else would keep them from coming first for ever
 * (https://www.rabbitmq.com/docs/quorum-queues#repeated-requeues). The others have two priorities, above 4 and up to 4, of which the higher one gets two turns of three
 * (https://www.rabbitmq.com/docs/quorum-queues#priorities).
 */
export function quorumMessages(limited: boolean): ReadyMessages {
  const returned = new Deque<QueueEntry>();
  const high = new Deque<QueueEntry>();
  const normal = new Deque<QueueEntry>();
  let bytes = 0;
  let turns = 0;
  const next = () => {
    if (returned.size > 0) return returned;
    const [highest, lowest] = [high.peek(), normal.peek()];
    if (highest === undefined || lowest === undefined) return highest === undefined ? normal : high;
    return turns < highBeforeNormal || highest.sequence < lowest.sequence ? high : normal;
  };
  const count = () => returned.size + high.size + normal.size;
  const push = (queued: QueueEntry) => {
    ((queued.message.priority ?? 0) > 4 ? high : normal).push(queued);
    bytes += queued.message.body.length;
  };
  return {
    get size() {
      return count();
    },
    get bytes() {
      return bytes;
    },
    push,
    putBack(queued) {
      if (!limited) {
        push(queued);
        return;
      }
      returned.push(queued);
      bytes += queued.message.body.length;
    },
    peek: () => next().peek(),
    shift() {
      const from = next();
      const queued = from.shift();
      if (queued === undefined) return undefined;
      if (from !== returned) turns = turns === highBeforeNormal ? 0 : turns + 1;
      bytes -= queued.message.body.length;
      return queued;
    },
    clear() {
      for (const messages of [returned, high, normal]) messages.clear();
      bytes = 0;
    },
    list: () => [...returned, ...high, ...normal],
  };
}
