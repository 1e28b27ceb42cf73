import { compareText } from "../code/compare-text.js";
import type { DeadQueue } from "./dead-queues.js";
import type { DeadLetterDetails } from "./read-dead-letter.js";

/** Dead letters of one queue that died for one reason and are of one version. */
export interface DeadGroup {
  /** As the contract calls it; `null`: the URL's own. */
  readonly vhost: string | null;
  /** The queue that they came from. */
  readonly queue: string;
  readonly deadQueue: string;
  readonly reason: string;
  readonly event: string | null;
  readonly version: string | null;
  readonly count: number;
  /** When the first and the last of them became a dead letter (ISO 8601); `null` if none says so. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

/** Counts dead letters as they are read, so that their number takes no memory. */
export class DeadGroups {
  readonly #groups = new Map<string, { group: DeadGroup; oldest: number; newest: number }>();

  add({ vhost, queue, name }: DeadQueue, { reason, event, version, time }: DeadLetterDetails): void {
    const key = JSON.stringify([vhost, name, reason, event, version]);
    const known = this.#groups.get(key);
    const count = (known?.group.count ?? 0) + 1;
    const oldest = Math.min(known?.oldest ?? Number.POSITIVE_INFINITY, time ?? Number.POSITIVE_INFINITY);
    const newest = Math.max(known?.newest ?? Number.NEGATIVE_INFINITY, time ?? Number.NEGATIVE_INFINITY);
    const group: DeadGroup = {
      vhost: vhost ?? null,
      queue,
      deadQueue: name,
      reason,
      event: event ?? null,
      version: version ?? null,
      count,
      oldest: isoOf(oldest),
      newest: isoOf(newest),
    };
    this.#groups.set(key, { group, oldest, newest });
  }

  /** By virtual host and queue; the most frequent first. */
  list(): readonly DeadGroup[] {
    return [...this.#groups.values()]
      .map(({ group }) => group)
      .sort(
        (a, b) =>
          compareText(a.vhost ?? "", b.vhost ?? "") ||
          compareText(a.deadQueue, b.deadQueue) ||
          b.count - a.count ||
          compareText(JSON.stringify(a), JSON.stringify(b)),
      );
  }
}

function isoOf(time: number): string | null {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
