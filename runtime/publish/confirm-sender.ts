import { type ChannelModel, type ConfirmChannel, IllegalOperationError, type Message } from "amqplib";
import type { ConnectionSupervisor } from "../connection/connection-supervisor.js";
import { type StartBound, SupervisedChannel } from "../connection/supervised-channel.js";
import { mayBeAboutPublish, replyCode, toError } from "../errors/amqplib-error.js";
import {
  BrokerRefusedError,
  ExchangeMissingError,
  MessageTooLargeError,
  UnencodableMessageError,
} from "../errors/publish-error.js";
import { ClosedError, TopologyMissingError } from "../errors/rabbit-error.js";
import type { ChannelState } from "../observe/rabbit-events.js";
import { Deadlines, LONGEST_TIMER_MS } from "../timing/waiting.js";
import { fitsAnyHeader, headerFrameBytes } from "../wire/header-values.js";
import { AbortGroups, ConfirmWindow, type Outgoing, OutgoingMessage } from "./outgoing-message.js";
import type { Published } from "./publish-options.js";

/** AMQP 0-9-1 reply codes; 406 concerns the message itself, such as its size or `user_id`. */
const NOT_FOUND = 404;
const PRECONDITION_FAILED = 406;

/** How a confirm sender prepares its channel, and its callbacks for losses. */
export interface SenderHooks {
  readonly setup: (channel: ConfirmChannel) => Promise<void>;
  readonly lost: (cause: Error) => void;
}

/**
 * Sends messages on its own confirm channel, in order, within a bounded window. Messages that were written but not
 * confirmed when the channel is lost are written again, in order, with the same `message_id`, until their deadlines.
 */
export class ConfirmSender {
  readonly #connection: ConnectionSupervisor;
  readonly #channel: SupervisedChannel<ConfirmChannel>;
  readonly #open = new Deadlines<OutgoingMessage>();
  readonly #aborts = new AbortGroups<OutgoingMessage>();
  #waiting = new Set<OutgoingMessage>();
  readonly #window = new ConfirmWindow();
  readonly #stopListening: () => void;
  readonly #leave: () => void;
  #needsDrain = false;
  #closed = false;
  /** Callers waiting until nothing is open. */
  readonly #idle = new Set<() => void>();

  /** `bound` limits the first opening of the channel; without it the sender waits indefinitely. */
  constructor(connection: ConnectionSupervisor, hooks: SenderHooks, bound?: StartBound) {
    this.#connection = connection;
    this.#stopListening = connection.onUnblocked(() => this.#pump());
    this.#leave = connection.suspects.join(this.#window, () => this.#pump());
    const life = {
      open: (model: ChannelModel) => model.createConfirmChannel(),
      setup: hooks.setup,
      opened: (channel: ConfirmChannel) => this.#opened(channel),
      lost: (cause: Error) => {
        this.#lost(cause);
        if (!this.#closed) hooks.lost(cause);
      },
    };
    this.#channel = new SupervisedChannel(connection, life, bound);
  }

  /** Settles with the first opening of the channel. */
  get started(): Promise<void> {
    return this.#channel.started;
  }

  get state(): ChannelState {
    return this.#channel.state;
  }

  /** The open channel for declarations, if there is one. */
  get channel(): ConfirmChannel | undefined {
    return this.#channel.current;
  }

  /**
   * The largest frame in bytes that the broker currently accepts; a message's properties and headers must fit in one.
   */
  get frameMax(): number {
    return this.#connection.frameMax;
  }

  /** Messages that the broker has not confirmed. */
  get pending(): number {
    return this.#open.size;
  }

  /** Resolves at the broker's confirm. Rejects with a `PublishError` or `ClosedError`. */
  send(outgoing: Outgoing): Promise<Published> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new ClosedError("publish after close");
      const message = new OutgoingMessage(outgoing, { resolve, reject }, this.#settled);
      this.#open.add(message);
      for (const signal of outgoing.signals) this.#aborts.add(signal, message);
      this.#waiting.add(message);
      this.#pump();
    });
  }

  /** Rejects new messages, waits up to `ms` for confirms, and fails the rest; returns how many those were. */
  async drain(ms: number): Promise<number> {
    this.#closed = true;
    if (this.pending > 0) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          this.#idle.delete(end);
          resolve();
        };
        const timer = setTimeout(end, Math.min(LONGEST_TIMER_MS, Math.max(0, ms)));
        this.#idle.add(end);
      });
    }
    const rest = this.#open.items();
    for (const message of rest) message.giveUp("closed before the broker confirmed the message", ClosedError);
    return rest.length;
  }

  /** Closes the channel within `ms` milliseconds; call `drain` first. */
  async close(ms: number): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    this.#leave();
    await this.#channel.close(ms);
  }

  #opened(channel: ConfirmChannel): void {
    this.#window.reset();
    this.#needsDrain = false;
    channel.on("drain", () => {
      if (this.#channel.current !== channel) return;
      this.#needsDrain = false;
      this.#pump();
    });
    channel.on("return", (returned: Message) => this.#window.returned(returned));
    this.#pump();
  }

  #pump(): void {
    const channel = this.#channel.current;
    const { suspects } = this.#connection;
    while (channel !== undefined && this.#connection.writable && !this.#needsDrain) {
      const [next] = this.#waiting;
      if (next === undefined || !this.#window.admits(next) || !suspects.admits(next)) return;
      this.#waiting.delete(next);
      this.#write(channel, next);
    }
  }

  #write(channel: ConfirmChannel, message: OutgoingMessage): void {
    const { exchange, routingKey, content, properties } = message.outgoing;
    const { frameMax, suspects } = this.#connection;
    const headers = fitsAnyHeader(frameMax) ? 0 : headerFrameBytes(properties);
    if (headers > frameMax) {
      message.fail(new MessageTooLargeError("headers", headers, frameMax));
      return;
    }
    try {
      const onConfirm = (error: unknown): void => this.#confirmed(message, error);
      this.#needsDrain = !channel.publish(exchange, routingKey, content, properties, onConfirm);
      this.#window.add(message);
      suspects.written(message);
    } catch (error) {
      // amqplib throws before it writes: a closing channel, or properties that it cannot encode
      if (error instanceof IllegalOperationError) {
        this.#waiting = new Set([message, ...this.#waiting]);
        this.#needsDrain = true; // until the next channel opens
      } else
        message.fail(new UnencodableMessageError(`the message cannot be encoded: ${toError(error).message}`));
    }
  }

  #confirmed(message: OutgoingMessage, error: unknown): void {
    if (!this.#window.remove(message)) return; // its channel is lost and it is waiting to be written again
    if (error === null || error === undefined) message.confirm();
    else
      message.fail(
        new BrokerRefusedError("the broker refused the message (basic.nack); a queue may be full", error),
      );
    this.#pump();
    this.#connection.suspects.answered();
  }

  #lost(cause: Error): void {
    const written = this.#window.takeAll();
    const unconfirmed = written.filter((message) => !message.settled);
    const code = mayBeAboutPublish(cause) ? replyCode(cause) : undefined;
    // a message abandoned meanwhile may also be the cause
    const isAlone = written.length === 1;
    if (code !== undefined) blame(unconfirmed, isAlone, code, cause);
    if (cause instanceof TopologyMissingError) this.#exchangeMissing(cause);
    const isCulprit = code !== undefined && isAlone;
    const again = unconfirmed.filter(
      (message) => !message.settled && message.mayResend(cause, isCulprit || message.isCulprit),
    );
    this.#waiting = new Set([...again, ...this.#waiting]);
  }

  /** The channel cannot open without the exchange: messages that it refused before are refused for good. */
  #exchangeMissing(cause: TopologyMissingError): void {
    for (const message of [...this.#waiting]) {
      if (message.refusals > 0 && message.outgoing.exchange === cause.entity)
        message.fail(
          new ExchangeMissingError(`exchange "${cause.entity}" does not exist`, cause, {
            entity: cause.entity,
          }),
        );
    }
  }

  readonly #settled = (message: OutgoingMessage): void => {
    // an abandoned message keeps its place in the window: amqplib and the broker still have it
    this.#waiting.delete(message);
    this.#open.delete(message);
    this.#connection.suspects.settled(message);
    for (const signal of message.outgoing.signals) this.#aborts.delete(signal, message);
    if (this.#open.size === 0) for (const end of this.#idle) end();
  };
}

/**
 * The broker closed the channel because of one of these messages and does not report which. A message that was alone is
 * the cause, and is refused if this happens twice, since the exchange was declared in between; if there were several,
 * each is written again alone.
 */
function blame(unconfirmed: readonly OutgoingMessage[], isAlone: boolean, code: number, cause: Error): void {
  for (const message of unconfirmed) message.alone = true;
  const [only] = unconfirmed;
  if (only === undefined || !isAlone) return;
  only.refusals += 1;
  if (only.refusals < 2) return;
  const { exchange } = only.outgoing;
  const why = `the broker closed the channel because of this message: ${cause.message}`;
  if (code === PRECONDITION_FAILED) only.failForGood(new BrokerRefusedError(why, cause));
  else if (code === NOT_FOUND)
    only.fail(new ExchangeMissingError(`exchange "${exchange}" does not exist`, cause, { entity: exchange }));
  else only.fail(new BrokerRefusedError(why, cause));
}
