import type { QueuedMessageView } from "../views.js";
import type { Message } from "./message.js";

/** A message's place in one queue. */
export interface QueueEntry {
  readonly message: Message;
  /** Counts up per queue. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** It has been delivered before. */
  redelivered: boolean;
  /** How often it came back without being acknowledged. */
  deliveryCount: number;
}

export function viewQueuedMessage(queued: QueueEntry, state: "ready" | "unacked"): QueuedMessageView {
  const { message, redelivered, deliveryCount, expiresAt } = queued;
  return { ...message.view(), state, redelivered, deliveryCount, expiresAt };
}
