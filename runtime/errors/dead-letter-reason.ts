/**
 * Why a message is in `<queue>.dead`, in its header `rabbitgen-reason`:
 * - `undecodable`: no UTF-8 JSON, an unsupported content type or encoding, or over 16 MiB.
 * - `unknown-event`: an event that this consumer does not read.
 * - `event-conflict`: property `type` and the body's envelope name different events.
 * - `unknown-version`: no version at all, or one that this SDK does not know.
 * - `version-conflict`: two places of the message name different versions.
 * - `unsafe-integer`: an integer that no double holds, such as 9007199254740993; `rabbitgen-errors` says where.
 * - `schema-violation`: it breaks the schema as written; `rabbitgen-errors` lists the places.
 * - `headers-violation`: a header that `event.json` declares is missing or invalid; `rabbitgen-errors` lists the places.
 * - `validator-failed`: the generated validator threw, a bug in rabbitgen; replay the message after it is fixed.
 * - `unreadable-headers`: headers nested over 128 levels, or of types that amqplib cannot read; the copy has the others.
 * - `processing-failed`: this SDK threw on it, a bug in rabbitgen; the copy has the body alone, and can be replayed later.
 * - `declined`: `handlers` says `"dead-letter"` for this version.
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

/** What a rule of the wire contract found, or why the message is a dead letter. */
export type Verdict<Value> =
  | { readonly value: Value }
  | { readonly reason: DeadLetterReason; readonly why: string };
