import type { ChannelModel } from "amqplib";
import { replyCode, toError } from "../errors/amqplib-error.js";
import { destroySocket } from "./dial.js";

/** What one open connection reports until it is lost. */
export interface ConnectionListener {
  /** Something is about to end it: its channels are not informed yet and must not write. */
  readonly failed: (cause: Error) => void;
  readonly blocked: (reason: string) => void;
  readonly unblocked: () => void;
  /** The connection is gone. */
  readonly lost: (cause: Error) => void;
}

/** Watches a connection until it is lost, and destroys its socket where amqplib would wait for the peer. */
export function watchConnection(model: ChannelModel, listener: ConnectionListener): void {
  let cause: Error | undefined;
  model.on("error", (error) => {
    cause = toError(error);
    listener.failed(cause);
    // after a protocol error amqplib waits for the peer's close-ok without limit
    setTimeout(() => destroySocket(model), 5_000).unref();
  });
  model.on("blocked", listener.blocked);
  model.on("unblocked", listener.unblocked);
  model.on("close", (error) => {
    listener.lost(toError(cause ?? error ?? "closed by the peer"));
    setTimeout(() => destroySocket(model), 100).unref(); // allows the close-ok to be sent
  });
}

/** Why the last connection ended, as its channels may report it. */
export class LastLoss {
  #last: { readonly model: ChannelModel; readonly cause: Error } | undefined;

  /** Called before its channels are lost. */
  note(model: ChannelModel, cause: Error): void {
    this.#last = { model, cause };
  }

  /** Why this connection was lost. */
  of(model: ChannelModel): Error {
    const cause = this.#causeOf(model);
    if (cause === undefined) return new Error("the connection was lost");
    return new Error(`the connection was lost: ${cause.message}`, { cause });
  }

  /** The broker's error (5xx) with which it closed this connection, if it did. */
  refusalOf(model: ChannelModel): Error | undefined {
    const cause = this.#causeOf(model);
    return cause !== undefined && isConnectionError(cause) ? cause : undefined;
  }

  #causeOf(model: ChannelModel): Error | undefined {
    return this.#last?.model === model ? this.#last.cause : undefined;
  }
}

/** Whether the broker closed the connection because of what it was sent (AMQP 0-9-1, reply codes 5xx). */
export function isConnectionError(cause: Error): boolean {
  return (replyCode(cause) ?? 0) >= 500;
}
