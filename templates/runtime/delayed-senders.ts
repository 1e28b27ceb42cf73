import { Buffer } from "node:buffer";
import type { ConfirmChannel } from "amqplib";
import { ConfirmSender } from "./confirm-sender.js";
import type { ConnectionSupervisor } from "./connection-supervisor.js";
import type { DeclareMode } from "./declare-topology.js";
import type { EventVersion } from "./event-version.js";
import type { Outgoing } from "./outgoing-message.js";
import { parseDuration } from "./parse-duration.js";
import { UnencodableMessageError } from "./publish-error.js";
import type { Published } from "./publish-options.js";
import { declareQueue, delayQueue, type QueueDeclaration } from "./queue-topology.js";
import { ClosedError } from "./rabbit-error.js";
import { retryStep } from "./retry-step.js";

/** What delayed messages need to know of their publisher. */
export interface DelaySettings {
  readonly declare: DeclareMode;
  readonly lost: (cause: Error) => void;
}

/**
 * Sends messages that come to their exchange later: each waits in a quorum queue with a time to live, from which the
 * broker takes it on. A delay is rounded up to one of 17 steps, each with a queue and a channel of its own when it is
 * first used, so that callers cannot make queues without number.
 */
export class DelayedSenders {
  readonly #connection: ConnectionSupervisor;
  readonly #route: Pick<EventVersion, "exchange" | "routingKey">;
  readonly #settings: DelaySettings;
  readonly #senders = new Map<string, ConfirmSender>();
  #closed = false;

  constructor(
    connection: ConnectionSupervisor,
    route: Pick<EventVersion, "exchange" | "routingKey">,
    settings: DelaySettings,
  ) {
    this.#connection = connection;
    this.#route = route;
    this.#settings = settings;
  }

  /** Messages without an answer of the broker. */
  get pending(): number {
    return this.#all.reduce((sum, { pending }) => sum + pending, 0);
  }

  /** Resolves at the broker's confirm that the message waits. Rejects with a `PublishError` or `ClosedError`. */
  send(outgoing: Outgoing, delay: string | number): Promise<Published> {
    if (this.#closed) throw new ClosedError("publish after close");
    const step = retryStep(parseDuration(delay), { delays: [], ownSteps: true });
    const queue = delayQueue(this.#route, step);
    if (Buffer.byteLength(queue.name) > 255)
      throw new UnencodableMessageError(
        `the names of exchange and routing key are too long for a delay: the queue would be called "${queue.name}", and a name has at most 255 bytes`,
      );
    return this.#sender(queue).send({ ...outgoing, exchange: "", routingKey: queue.name });
  }

  /** Refuses further messages and waits up to `ms` for confirms; returns how many never came. */
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

  #sender(queue: QueueDeclaration): ConfirmSender {
    const known = this.#senders.get(queue.name);
    if (known !== undefined) return known;
    const { declare, lost } = this.#settings;
    const setup = async (channel: ConfirmChannel): Promise<void> => {
      if (declare === "assert") await declareQueue(channel, queue);
      else if (declare === "check") await channel.checkQueue(queue.name);
    };
    const sender = new ConfirmSender(this.#connection, { setup, lost });
    sender.started.catch(() => {}); // its messages have deadlines of their own
    this.#senders.set(queue.name, sender);
    return sender;
  }
}
