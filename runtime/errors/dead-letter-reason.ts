/**
 * Why a message is in `<queue>.dead`, in its header `rabbitgen-reason`:
 * - `undecodable`: not UTF-8 JSON, an unsupported content type or encoding, or over 16 MiB.
 * - `unknown-event`: an event that this consumer does not handle.
 * - `event-conflict`: property `type` and the body's envelope name different events.
 * - `unknown-version`: no version, or one that is not in this SDK.
 * - `version-conflict`: two places in the message name different versions.
 * - `unsafe-integer`: an integer that a double cannot represent, such as 9007199254740993; `rabbitgen-errors` says
 *   where.
 * - `schema-violation`: violates the schema as written; `rabbitgen-errors` lists the locations.
 * - `headers-violation`: a header declared in `event.json` is missing or invalid; `rabbitgen-errors` lists them.
 * - `validator-failed`: the generated validator threw, a bug in rabbitgen; replay the message after the fix.
 * - `unreadable-headers`: headers nested over 128 levels, or of types that amqplib cannot read; the copy has the
 *   others.
 * - `processing-failed`: this SDK threw on it, a bug in rabbitgen; the copy has only the body, and can be replayed
 *   later.
 * - `declined`: `handlers` has `"dead-letter"` for this version.
 * - `rejected`: the handler threw `Reject`.
 * - `attempts-exhausted`: the last of `maxAttempts` failed.
 */
export type DeadLetterReason =
  | "undecodable"
  | "unknown-event"
  | "event-conflict"
  | "unknown-version"
  | "version-conflict"
  | "unsafe-integer"
  | "schema-violation"
  | "headers-violation"
  | "validator-failed"
  | "unreadable-headers"
  | "processing-failed"
  | "declined"
  | "rejected"
  | "attempts-exhausted";

/** The outcome of a wire contract rule, or why the message is dead-lettered. */
export type Verdict<Value> =
  | { readonly value: Value }
  | { readonly reason: DeadLetterReason; readonly why: string };
