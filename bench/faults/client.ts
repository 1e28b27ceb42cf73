import type { Site } from "./site.js";

/** A client under test: how its users connect, in its own idiom. */
export interface Client {
  /** The npm package whose version heads its column. */
  readonly name: string;
  /** What was chosen where the README leaves a choice, for the reader of the table. */
  readonly note: string;
  /** Starts it as its README says for work that must not be lost. */
  connect(site: Site): Promise<Session>;
}

/** The outcome of a publish that the broker confirmed: success, or success with an event for the returned message. */
export type Receipt = "confirmed" | "returned";

/** One connected client. Exchanges, queues and the binding are declared by it, with what it has for that. */
export interface Session {
  /** Resolves or rejects when the client reports the outcome of the message to its caller. */
  publish(orderId: string, exchange: string): Promise<Receipt>;
  /** Consumes the site's queue; `handler` ends or rejects as a user's would. Resolves when the broker delivers. */
  consume(handler: Handler): Promise<void>;
  /** Ends in good order, as the README says. */
  close(): Promise<void>;
}

/** A user's handler; it sees no order id when the client hands over something else than the event. */
export type Handler = (orderId: string | undefined) => Promise<void>;
