import type { DeadLetterReason } from "./dead-letter-reason.js";

/** What a rule of the wire contract found, or why the message is a dead letter. */
export type Verdict<Value> =
  | { readonly value: Value }
  | { readonly reason: DeadLetterReason; readonly why: string };
