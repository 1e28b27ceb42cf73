/** Thrown by a handler for a message that can never work: it becomes a dead letter at once. */
export class Reject extends Error {
  override readonly name: string = "Reject";
  /** Not for callers: a service with two SDKs has two of these classes, and each takes the other's for its own. */
  readonly kind: "rabbitgen.Reject" = "rabbitgen.Reject";
  constructor(reason: string, { cause }: { readonly cause?: unknown } = {}) {
    super(reason, cause === undefined ? undefined : { cause });
  }
}

/** Whether it is a `Reject`, of this SDK or of another one. */
export function isReject(error: unknown): error is Reject {
  return error instanceof Error && "kind" in error && error.kind === "rabbitgen.Reject";
}
