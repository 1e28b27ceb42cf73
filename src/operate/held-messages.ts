import { setTimeout } from "node:timers/promises";
import type { ConfirmChannel, GetMessage, Message } from "amqplib";
import { replyCode } from "../../runtime/errors/amqplib-error.js";
import { fittedCopy } from "../../runtime/retry/copy-properties.js";
import { declareQueue, type QueueDeclaration } from "../../runtime/topology/queue-topology.js";
import { frameMaxOf } from "../../runtime/wire/header-values.js";
import { type BrokerConnections, closeChannel } from "./broker-connections.js";
import { deliveriesOf, refreshedProperties } from "./refreshed-copy.js";
import { sendConfirmed } from "./send-confirmed.js";

const NOT_FOUND = 404;

/** Milliseconds without any more returned messages, after which no more are waited for: others, or limits, took them; … */
const STANDSTILL_MS = 5_000;
/** … and between two looks at it. */
const LOOK_MS = 10;

/**
 * Acknowledgements at a time: the broker's channel passes about 32 on to a quorum queue and buffers the rest until the queue
 * has written those; it drops the buffer when it closes.
 */
const BURST = 8;

/** Deliveries from which on a message is not simply given back, unless its queue is known to allow any number. */
const WORN = 3;

/** A queue whose messages are held. */
interface HeldQueue {
  readonly vhost: string | undefined;
  readonly queue: QueueDeclaration;
  /** Messages that were ready at the beginning. */
  readonly ready: number;
}

/**
 * The messages of one dead-letter queue, taken one after the other and held until `close`, which gives back all that was
 * not acknowledged: the broker also does that automatically when this process dies. Ends behind those that were ready when it
 * was opened, so that a message which comes back meanwhile is not met twice.
 *
 * Quorum queues count how often a message is given back, and drop it after 20 times (RabbitMQ 4.0) or what their
 * declaration or a policy says. The SDK's dead-letter queues allow a million. In any other, a message that was given back
 * before is copied to the end of its queue instead, by a confirmed publish before it is acknowledged.
 */
export class HeldMessages {
  readonly channel: ConfirmChannel;
  /** Messages that were ready at the beginning. */
  readonly ready: number;
  readonly #connections: BrokerConnections;
  readonly #at: HeldQueue;
  /** By their delivery tags: their bodies may take more than there is memory. */
  readonly #held = new Set<number>();
  readonly #worn = new Map<number, GetMessage>();
  #allowsMany: Promise<boolean> | undefined;
  #taken = 0;

  private constructor(connections: BrokerConnections, channel: ConfirmChannel, at: HeldQueue) {
    this.#connections = connections;
    this.channel = channel;
    this.#at = at;
    this.ready = at.ready;
  }

  /** `undefined` if the queue does not exist. `queue` is as the SDK would declare it. */
  static async open(
    connections: BrokerConnections,
    vhost: string | undefined,
    queue: QueueDeclaration,
  ): Promise<HeldMessages | undefined> {
    const channel = await connections.channel(vhost);
    try {
      const { messageCount } = await channel.checkQueue(queue.name);
      return new HeldMessages(connections, channel, { vhost, queue, ready: messageCount });
    } catch (error) {
      if (replyCode(error) === NOT_FOUND) return undefined;
      throw connections.failure(error);
    }
  }

  /** The next message; `undefined` when there is none left of those that were ready. */
  async next(): Promise<GetMessage | undefined> {
    if (this.#taken >= this.ready) return undefined;
    const message = await this.#take();
    if (message !== undefined) this.#taken += 1;
    return message;
  }

  async #take(): Promise<GetMessage | undefined> {
    const message = await this.channel.get(this.#at.queue.name).catch((error: unknown) => {
      throw this.#connections.failure(error);
    });
    if (message === false) return undefined;
    this.#held.add(message.fields.deliveryTag);
    if (deliveriesOf(message) >= WORN) {
      this.#allowsMany ??= this.#isAsDeclared();
      if (!(await this.#allowsMany)) this.#worn.set(message.fields.deliveryTag, message);
    }
    return message;
  }

  /** The broker may forget it: it is somewhere else, or is not wanted any more. */
  acknowledge({ fields }: Pick<GetMessage, "fields">): void {
    this.#worn.delete(fields.deliveryTag);
    if (!this.#held.delete(fields.deliveryTag)) return;
    try {
      this.channel.ack({ fields } as Message);
    } catch (error) {
      throw this.#connections.failure(error);
    }
  }

  /** Acknowledges many, no faster than the broker takes it: a queue answers `basic.get` after what was acknowledged before. */
  async acknowledgeAll(messages: readonly Pick<GetMessage, "fields">[]): Promise<void> {
    for (const [index, message] of messages.entries()) {
      this.acknowledge(message);
      if (index % BURST === BURST - 1) await this.#take();
    }
  }

  /** Gives back what is still held, and waits until the queue has it again. */
  async close(): Promise<void> {
    try {
      await this.#refresh();
      if (this.#held.size > 0) await this.#giveBack();
    } catch (error) {
      throw this.#connections.failure(error); // the channel is gone, and the broker has given all back
    }
    await closeChannel(this.#connections, this.channel);
  }

  /**
   * A quorum queue counts returned messages as ready only when most of its members have agreed: without waiting for that, a
   * command that follows would miss them.
   */
  async #giveBack(): Promise<void> {
    const expected = (await this.#readyNow()) + this.#held.size;
    this.channel.nackAll(true);
    let most = -1;
    let until = 0;
    for (let ready = await this.#readyNow(); ready < expected; ready = await this.#readyNow()) {
      if (ready > most) until = performance.now() + STANDSTILL_MS;
      else if (performance.now() > until) return;
      most = Math.max(most, ready);
      await setTimeout(LOOK_MS);
    }
  }

  async #readyNow(): Promise<number> {
    return (await this.channel.checkQueue(this.#at.queue.name)).messageCount;
  }

  async #refresh(): Promise<void> {
    if (this.#worn.size === 0) return;
    const frameMax = frameMaxOf(await this.#connections.model(this.#at.vhost));
    for (const message of [...this.#worn.values()]) {
      const properties = fittedCopy(refreshedProperties(message), frameMax);
      const copy = { content: message.content, properties };
      if ((await sendConfirmed(this.channel, this.#at.queue.name, copy)) === "confirmed")
        this.acknowledge(message);
    }
  }

  /** Whether the queue is the SDK's own; not known for a user who may not declare it. */
  async #isAsDeclared(): Promise<boolean> {
    const channel = await this.#connections.channel(this.#at.vhost);
    try {
      await declareQueue(channel, this.#at.queue);
      await closeChannel(this.#connections, channel);
      return true;
    } catch {
      return false;
    }
  }
}
