/** One call of a handler that did its work. */
export interface Handling {
  readonly id: number;
  /** The broker says that it delivered the message before. */
  readonly redelivered: boolean;
  /** The message came by way of a retry queue. */
  readonly retried: boolean;
}

/** A handling as one number, since hundreds of thousands go from process to process. */
export function packHandling({ id, redelivered, retried }: Handling): number {
  return id * 4 + (redelivered ? 1 : 0) + (retried ? 2 : 0);
}

export function unpackHandling(packed: number): Handling {
  return { id: Math.floor(packed / 4), redelivered: (packed & 1) !== 0, retried: (packed & 2) !== 0 };
}
