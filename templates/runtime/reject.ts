/** Thrown by a handler for a message that can never work: it becomes a dead letter at once. */
export class Reject extends Error {
  override readonly name: string = "Reject";
  constructor(reason: string, { cause }: { readonly cause?: unknown } = {}) {
    super(reason, cause === undefined ? undefined : { cause });
  }
}
