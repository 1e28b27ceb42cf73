import type { Message, Options } from "amqplib";
import {
  PublishError,
  PublishTimeoutError,
  PublishUnknownError,
  UnroutableError,
} from "../errors/publish-error.js";
import type { ClosedError } from "../errors/rabbit-error.js";
import type { Expiring } from "../timing/waiting.js";
import type { Published } from "./publish-options.js";

/** One outgoing message, as its sender requests it. */
export interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  /** Includes `mandatory`, so that the broker returns a message that reaches no queue. */
  readonly properties: Options.Publish & { readonly mandatory: true; readonly messageId: string };
  /** Whether a message that reaches no queue is an error. */
  readonly routable: "required" | "ignored";
  /** Milliseconds from now until it is abandoned. */
  readonly timeout: number;
  /** Any of these signals abandons it. */
  readonly signals: readonly AbortSignal[];
  /** Whether to write it again when its channel is lost before the confirm. */
  readonly resend: boolean;
}

/** Settles the publish for its caller. */
export interface Caller {
  readonly resolve: (published: Published) => void;
  readonly reject: (error: unknown) => void;
}

/** The rejection of an abandoned message that was never written. */
type NotSent = typeof PublishTimeoutError | typeof ClosedError;

/** Waiting → written → confirmed or failed; a lost channel moves it back to waiting. Settles once. */
export class OutgoingMessage implements Expiring, Abortable {
  /** Written to some channel: from then on it is unknown whether a queue has it. */
  written = false;
  /** Returned by a `basic.return`. */
  unroutable = false;
  /** Suspected of closing its channel: written with nothing else in flight. */
  alone = false;
  /** How often the broker closed the channel because of it. */
  refusals = 0;
  /** How often the broker closed the connection with an error while it was in flight. */
  accusations = 0;
  /** Whether nothing else was in flight on the connection the last time. */
  isCulprit = false;
  settled = false;
  readonly outgoing: Outgoing;
  readonly deadline: number;
  readonly #caller: Caller;
  readonly #onSettled: (message: OutgoingMessage) => void;
  #lastLoss: Error | undefined;
  /** An earlier channel may have put it into a queue: a later refusal does not undo that. */
  #perhapsStored = false;

  constructor(outgoing: Outgoing, caller: Caller, onSettled: (message: OutgoingMessage) => void) {
    this.outgoing = outgoing;
    this.#caller = caller;
    this.#onSettled = onSettled;
    this.deadline = performance.now() + outgoing.timeout;
  }

  /** The bytes that it occupies in the window. */
  get size(): number {
    return this.outgoing.content.length;
  }

  /** The broker answered `basic.ack`. */
  confirm(): void {
    const { exchange, routingKey, routable, properties } = this.outgoing;
    if (this.unroutable && routable === "required") this.fail(new UnroutableError(exchange, routingKey));
    else if (this.#settle()) this.#caller.resolve({ messageId: properties.messageId });
  }

  /** `refused` and `not-sent` are correct only if no earlier channel may have stored the message. */
  fail(error: unknown): void {
    const denied = error instanceof PublishError && error.certainty !== "unknown";
    const outcome = denied && this.#perhapsStored ? this.#unknown("sent again and refused", error) : error;
    if (this.#settle()) this.#caller.reject(outcome);
  }

  /** The broker cannot have accepted it on any channel: the cause is in the message itself. */
  failForGood(error: PublishError): void {
    if (this.#settle()) this.#caller.reject(error);
  }

  abort(reason: unknown): void {
    this.giveUp("aborted", PublishTimeoutError, reason);
  }

  expire(): void {
    this.giveUp(`no confirm within ${Math.round(this.outgoing.timeout)} ms`, PublishTimeoutError);
  }

  /** Ends the waiting: `NotSent` if the message was never written, `PublishUnknownError` if it was. */
  giveUp(why: string, NotSentError: NotSent, cause: unknown = this.#lastLoss): void {
    const { messageId } = this.outgoing.properties;
    if (this.written) this.fail(this.#unknown(why, cause));
    else this.fail(new NotSentError(`message ${messageId} was not sent: ${why}`, cause));
  }

  /** Its channel is lost, because of it or not. Returns whether it continues; if not, it has failed. */
  mayResend(cause: Error, isCulprit: boolean): boolean {
    this.#lastLoss = cause;
    if (!isCulprit) this.#perhapsStored = true;
    this.unroutable = false;
    if (!this.outgoing.resend) this.giveUp("its channel was lost", PublishTimeoutError, cause);
    return this.outgoing.resend;
  }

  #unknown(why: string, cause: unknown): PublishUnknownError {
    const { messageId } = this.outgoing.properties;
    return new PublishUnknownError(
      `message ${messageId} may or may not be in a queue: ${why}`,
      messageId,
      cause,
    );
  }

  /** `false` if it had already settled. */
  #settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.#onSettled(this);
    return true;
  }
}

/** Something that a signal abandons. */
export interface Abortable {
  abort(reason: unknown): void;
}

/** One listener per signal, shared by any number of messages: Node warns of a leak from the eleventh listener on. */
export class AbortGroups<Item extends Abortable> {
  readonly #groups = new Map<AbortSignal, { readonly items: Set<Item>; readonly onAbort: () => void }>();

  /** `item` is aborted when the signal fires; soon, if it already has. */
  add(signal: AbortSignal, item: Item): void {
    if (signal.aborted) {
      queueMicrotask(() => item.abort(signal.reason));
      return;
    }
    const group = this.#groups.get(signal) ?? this.#open(signal);
    group.items.add(item);
  }

  delete(signal: AbortSignal, item: Item): void {
    const group = this.#groups.get(signal);
    if (group === undefined) return;
    group.items.delete(item);
    if (group.items.size > 0) return;
    signal.removeEventListener("abort", group.onAbort);
    this.#groups.delete(signal);
  }

  #open(signal: AbortSignal): { readonly items: Set<Item>; readonly onAbort: () => void } {
    const items = new Set<Item>();
    const onAbort = (): void => {
      this.#groups.delete(signal);
      for (const item of items) item.abort(signal.reason);
    };
    const group = { items, onAbort };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#groups.set(signal, group);
    return group;
  }
}

/** Messages of one channel that may wait for their confirms. */
export const MAX_UNCONFIRMED: number = 1_000;
/** Bytes of their bodies. */
export const MAX_UNCONFIRMED_BYTES: number = 16 * 1024 * 1024;

/** The messages that one channel has written and the broker has not confirmed: at most 1,000 messages and 16 MiB. */
export class ConfirmWindow {
  readonly #messages = new Set<OutgoingMessage>();
  #bytes = 0;

  get size(): number {
    return this.#messages.size;
  }

  /**
   * Whether there is room. One message always fits in an empty window; a suspected one fits only in an empty window.
   */
  admits(message: OutgoingMessage): boolean {
    if (this.#messages.size === 0) return true;
    if (message.alone || this.#holdsSuspect()) return false;
    return this.#messages.size < MAX_UNCONFIRMED && this.#bytes + message.size <= MAX_UNCONFIRMED_BYTES;
  }

  add(message: OutgoingMessage): void {
    message.written = true;
    message.isCulprit = false;
    this.#messages.add(message);
    this.#bytes += message.size;
  }

  /** `false` if the message was not in the window. */
  remove(message: OutgoingMessage): boolean {
    const held = this.#messages.delete(message);
    if (held) this.#bytes -= message.size;
    return held;
  }

  /** In the order in which they were written. */
  all(): readonly OutgoingMessage[] {
    return [...this.#messages];
  }

  takeAll(): readonly OutgoingMessage[] {
    const messages = this.all();
    this.reset();
    return messages;
  }

  reset(): void {
    this.#messages.clear();
    this.#bytes = 0;
  }

  /** Marks the message that a `basic.return` concerns; it arrives before the message's confirm, on the same channel. */
  returned({ properties, fields }: Message): void {
    for (const message of this.#messages) {
      const { outgoing } = message;
      const same =
        outgoing.properties.messageId === properties.messageId &&
        outgoing.routingKey === fields.routingKey &&
        outgoing.exchange === fields.exchange;
      if (same && !message.unroutable) {
        message.unroutable = true;
        return;
      }
    }
  }

  #holdsSuspect(): boolean {
    const [first] = this.#messages;
    return first?.alone === true;
  }
}
