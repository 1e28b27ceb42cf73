import type { Options } from "amqplib";
import { deferred } from "./deferred.js";
import { PublishTimeoutError, PublishUnknownError, UnroutableError } from "./publish-error.js";
import type { ClosedError } from "./rabbit-error.js";

/** One message on its way to the broker, as its sender asks for it. */
export interface Outgoing {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly properties: Options.Publish;
  readonly messageId: string;
  /** Whether a message that no queue takes is an error. */
  readonly routable: "required" | "ignored";
  /** Milliseconds from now until it is given up. */
  readonly timeout: number;
  /** Any of them gives it up. */
  readonly signals: readonly AbortSignal[];
  /** Whether to write it again when its channel is lost before the confirm. */
  readonly resend: boolean;
}

/** What an abandoned message that was never written rejects with. */
type NotSent = typeof PublishTimeoutError | typeof ClosedError;

/** Waiting → written → confirmed or failed; a lost channel takes it back to waiting. Settles once. */
export class OutgoingMessage {
  /** Written to some channel: from then on nobody knows whether a queue has it. */
  written = false;
  /** Came back in a `basic.return`. */
  unroutable = false;
  /** Suspected of closing its channel: written with nothing else in flight. */
  alone = false;
  /** How often the broker closed the channel because of it. */
  refusals = 0;
  settled = false;
  readonly outgoing: Outgoing;
  /** Bytes that it counts for in the window. */
  readonly size: number;
  readonly done: Promise<void>;
  readonly #done = deferred<void>();
  readonly #timer: NodeJS.Timeout;
  readonly #onSettled: () => void;
  readonly #onAbort = (): void => this.giveUp("aborted", PublishTimeoutError, this.#reason());
  #lastLoss: Error | undefined;

  constructor(outgoing: Outgoing, onSettled: () => void) {
    this.outgoing = outgoing;
    this.size = outgoing.content.length;
    this.done = this.#done.promise;
    this.#onSettled = onSettled;
    const late = `no confirm within ${outgoing.timeout} ms`;
    this.#timer = setTimeout(() => this.giveUp(late, PublishTimeoutError), outgoing.timeout);
    for (const signal of outgoing.signals) signal.addEventListener("abort", this.#onAbort);
    if (outgoing.signals.some((signal) => signal.aborted)) queueMicrotask(this.#onAbort);
  }

  /** The broker answered `basic.ack`. */
  confirm(): void {
    const { exchange, routingKey, routable } = this.outgoing;
    if (this.unroutable && routable === "required") this.fail(new UnroutableError(exchange, routingKey));
    else this.#settle(this.#done.resolve);
  }

  fail(error: unknown): void {
    this.#settle(() => this.#done.reject(error));
  }

  /** Ends the waiting: `NotSent` if the message never left, `PublishUnknownError` if it was written. */
  giveUp(why: string, NotSentError: NotSent, cause: unknown = this.#lastLoss): void {
    const { messageId } = this.outgoing;
    if (this.written)
      this.fail(
        new PublishUnknownError(`message ${messageId} may be in a queue or not: ${why}`, messageId, cause),
      );
    else this.fail(new NotSentError(`message ${messageId} was not sent: ${why}`, cause));
  }

  /** Its channel is lost. Whether it goes on; if not, it has failed. */
  mayResend(cause: Error): boolean {
    this.#lastLoss = cause;
    this.unroutable = false;
    if (!this.outgoing.resend) this.giveUp("its channel was lost", PublishTimeoutError, cause);
    return this.outgoing.resend;
  }

  #reason(): unknown {
    return this.outgoing.signals.find((signal) => signal.aborted)?.reason;
  }

  #settle(act: () => void): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.#timer);
    for (const signal of this.outgoing.signals) signal.removeEventListener("abort", this.#onAbort);
    act();
    this.#onSettled();
  }
}
