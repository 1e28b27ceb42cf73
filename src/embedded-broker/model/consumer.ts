import type { QueueEntry } from "./queue-entry.js";

/** What a queue gives its messages to; a channel of the server is behind it. */
export interface Consumer {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive: boolean;
  /** Higher ones are served first (`x-priority`). */
  readonly priority: number;
  /** Deliveries that it has not settled. */
  readonly unacked: number;
  /** False while its prefetch is used up, its channel is paused, or its client does not read. */
  canTake(): boolean;
  deliver(queued: QueueEntry): void;
  /** The queue is gone, or takes the consumer away. */
  cancelled(): void;
}
