import { mayBeAboutPublish, replyCode } from "../errors/amqplib-error.js";
import { BrokerRefusedError, type PublishError } from "../errors/publish-error.js";

/** A message that closes its connection does so within a round trip, so nothing else is held back longer than this. */
const TRIAL_MS = 5_000;

/** AMQP 0-9-1: the broker could not read the frame, so the message is in no queue. */
const UNREADABLE: ReadonlySet<number> = new Set([501, 502, 503, 505, 540]);

/** The part of a message that matters for suspicion. */
export interface Suspect {
  readonly settled: boolean;
  alone: boolean;
  isCulprit: boolean;
  accusations: number;
  fail(error: PublishError): void;
  failForGood(error: PublishError): void;
}

/** The messages of one sender that are written and not yet confirmed. */
export interface InFlight {
  readonly size: number;
  all(): readonly Suspect[];
}

/**
 * Messages that were in flight when the broker closed their connection with an error (5xx): one of them may be the
 * reason. The broker does not report which, and all publishers of a process share the connection. So each is sent again
 * with nothing else in flight, and one that closes the connection again is refused.
 */
export class Suspects {
  /** Senders on the connection, each with the callback that makes it continue. */
  readonly #windows = new Map<InFlight, () => void>();
  readonly #open = new Set<Suspect>();
  /** On the clock of `performance.now()`. */
  #heldUntil = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Adds a sender to this connection; returns a function that removes it. */
  join(window: InFlight, goOn: () => void): () => void {
    this.#windows.set(window, goOn);
    return () => {
      this.#windows.delete(window);
    };
  }

  /** Whether a message may be written now: while there are suspects, only they may be, one at a time. */
  admits(message: Suspect): boolean {
    if (this.#open.size === 0 || performance.now() >= this.#heldUntil) return true;
    return this.#open.has(message) && [...this.#windows.keys()].every(({ size }) => size === 0);
  }

  /** The broker closed the connection with this 5xx code; called before its channels are lost. */
  accuse(cause: Error): void {
    if (!mayBeAboutPublish(cause)) return;
    const written = [...this.#windows.keys()].flatMap((window) => window.all());
    for (const message of written) {
      if (message.settled) continue; // abandoned meanwhile; it may still be the reason
      message.alone = true;
      message.isCulprit = written.length === 1;
      message.accusations += 1;
      if (message.isCulprit && message.accusations > 1) refuse(message, cause);
      else this.#open.add(message);
    }
  }

  /** The connection is open again, or a suspect is being written. */
  hold(): void {
    if (this.#open.size === 0) return;
    this.#heldUntil = performance.now() + TRIAL_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), TRIAL_MS + 1);
    this.#timer.unref();
  }

  /** A message was written. */
  written(message: Suspect): void {
    if (this.#open.has(message)) this.hold();
  }

  /** A message has settled. */
  settled(message: Suspect): void {
    if (!this.#open.delete(message)) return;
    if (this.#open.size === 0) clearTimeout(this.#timer);
    this.#goOn();
  }

  /** The broker answered a message: a window may be empty now. */
  answered(): void {
    if (this.#open.size > 0) this.#goOn();
  }

  #goOn(): void {
    for (const goOn of [...this.#windows.values()]) goOn();
  }
}

function refuse(message: Suspect, cause: Error): void {
  const why = `the broker closed the connection because of this message: ${cause.message}`;
  const error = new BrokerRefusedError(why, cause);
  if (UNREADABLE.has(replyCode(cause) ?? 0)) message.failForGood(error);
  else message.fail(error);
}
