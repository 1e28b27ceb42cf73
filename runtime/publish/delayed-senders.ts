import { Buffer } from "node:buffer";
import type { ConfirmChannel } from "amqplib";
import type { ConnectionSupervisor } from "../connection/connection-supervisor.js";
import { toError } from "../errors/amqplib-error.js";
import { BrokerRefusedError, UnencodableMessageError, UnroutableError } from "../errors/publish-error.js";
import { ClosedError } from "../errors/rabbit-error.js";
import { parseDuration } from "../options/known-options.js";
import { declareExchange } from "../topology/declare-topology.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import {
  declareQueue,
  delayQueue,
  hasDelayExchange,
  type QueueDeclaration,
  type Route,
  retryStep,
} from "../topology/queue-topology.js";
import { ConfirmSender } from "./confirm-sender.js";
import type { Outgoing } from "./outgoing-message.js";
import type { Published } from "./publish-options.js";

/** What delayed messages need from their publisher. */
export interface DelaySettings {
  readonly declare: DeclareMode;
  readonly lost: (cause: Error) => void;
}

/**
 * Sends messages that reach their exchange later: each waits in a quorum queue with a time to live, after which the
 * broker forwards it. A delay is rounded up to one of 17 steps; each step gets a queue and a channel on first use, so
 * that neither callers nor data in routing keys can create an unlimited number of queues.
 */
export class DelayedSenders {
  readonly #connection: ConnectionSupervisor;
  readonly #route: Route;
  readonly #settings: DelaySettings;
  readonly #senders = new Map<string, ConfirmSender>();
  #closed = false;

  constructor(connection: ConnectionSupervisor, route: Route, settings: DelaySettings) {
    this.#connection = connection;
    this.#route = route;
    this.#settings = settings;
  }

  /** Messages that the broker has not confirmed. */
  get pending(): number {
    return this.#all.reduce((sum, { pending }) => sum + pending, 0);
  }

  /** Resolves when the broker confirms that it stored the message. Rejects with a `PublishError` or `ClosedError`. */
  async send(outgoing: Outgoing, delay: string | number): Promise<Published> {
    if (this.#closed) throw new ClosedError("publish after close");
    const step = retryStep(parseDuration(delay, "delay"), { delays: [], ownSteps: true });
    const queue = delayQueue(this.#route, step);
    if (Buffer.byteLength(queue.name) > 255)
      throw new UnencodableMessageError(
        `the names of the exchange and routing key are too long for a delay: queue names have at most 255 bytes, and "${queue.name}" is longer`,
      );
    // the delay queue must exist, whatever the event says of its exchange
    const target = hasDelayExchange(this.#route)
      ? { exchange: queue.name }
      : { exchange: "", routingKey: queue.name };
    const waiting = { ...outgoing, ...target, routable: "required" } as const;
    try {
      return await this.#sendTo(queue, waiting);
    } catch (error) {
      if (!(error instanceof UnroutableError)) throw error;
      if (this.#settings.declare !== "assert")
        throw new BrokerRefusedError(`the delay queue "${queue.name}" does not exist`, error);
      this.#forget(queue.name); // the queue was deleted: the next sender declares it again
      return this.#sendTo(queue, waiting);
    }
  }

  /** Rejects new messages and waits up to `ms` for confirms; returns how many never arrived. */
  async drain(ms: number): Promise<number> {
    this.#closed = true;
    const left = await Promise.all(this.#all.map((sender) => sender.drain(ms)));
    return left.reduce((sum, count) => sum + count, 0);
  }

  async close(ms: number): Promise<void> {
    await Promise.all(this.#all.map((sender) => sender.close(ms)));
  }

  get #all(): readonly ConfirmSender[] {
    return [...this.#senders.values()];
  }

  #sendTo(queue: QueueDeclaration, outgoing: Outgoing): Promise<Published> {
    const sender = this.#senders.get(queue.name) ?? this.#open(queue);
    const sent = sender.send(outgoing);
    const refused = sender.started.then(
      () => sent,
      (cause: unknown) => {
        const why = `queue "${queue.name}" cannot be used: ${toError(cause).message}`;
        throw cause instanceof ClosedError ? cause : new BrokerRefusedError(why, cause);
      },
    );
    return Promise.race([sent, refused]);
  }

  #open(queue: QueueDeclaration): ConfirmSender {
    const { declare, lost } = this.#settings;
    const setup = async (channel: ConfirmChannel): Promise<void> => {
      if (declare === "assert") await declareQueue(channel, queue);
      else if (declare === "check") await channel.checkQueue(queue.name);
      if (!hasDelayExchange(this.#route)) return;
      await declareExchange(channel, { name: queue.name, type: "fanout" }, declare);
      if (declare === "assert") await channel.bindQueue(queue.name, queue.name, "");
    };
    const sender = new ConfirmSender(this.#connection, { setup, lost });
    this.#senders.set(queue.name, sender);
    sender.started.catch(() => {
      if (this.#senders.get(queue.name) === sender) this.#forget(queue.name); // allows a later message to try again
    });
    return sender;
  }

  #forget(name: string): void {
    const sender = this.#senders.get(name);
    this.#senders.delete(name);
    if (sender !== undefined) void sender.drain(0).then(() => sender.close(1_000));
  }
}
