import type { ConfirmChannel, GetMessage, Message } from "amqplib";
import { replyCode } from "../../templates/runtime/to-error.js";
import { type BrokerConnections, closeChannel } from "./connection.js";

const NOT_FOUND = 404;

/**
 * The messages of one queue, taken one after the other and held until `close`, which gives back all that was not
 * acknowledged: the broker also does that by itself when this process dies. Ends behind those that were ready when it was
 * opened, so that a message which comes back meanwhile is not met twice.
 */
export class HeldMessages {
  readonly channel: ConfirmChannel;
  /** Messages that were ready at the beginning. */
  readonly ready: number;
  readonly #connections: BrokerConnections;
  readonly #queue: string;
  /** By their delivery tags: their bodies may take more than there is memory. */
  readonly #held = new Set<number>();
  #taken = 0;

  private constructor(
    connections: BrokerConnections,
    channel: ConfirmChannel,
    { queue, ready }: { readonly queue: string; readonly ready: number },
  ) {
    this.#connections = connections;
    this.channel = channel;
    this.#queue = queue;
    this.ready = ready;
  }

  /** `undefined` if the queue does not exist. */
  static async open(
    connections: BrokerConnections,
    vhost: string | undefined,
    queue: string,
  ): Promise<HeldMessages | undefined> {
    const channel = await connections.channel(vhost);
    try {
      const { messageCount } = await channel.checkQueue(queue);
      return new HeldMessages(connections, channel, { queue, ready: messageCount });
    } catch (error) {
      if (replyCode(error) === NOT_FOUND) return undefined;
      throw connections.failure(error);
    }
  }

  /** The next message; `undefined` when there is none left of those that were ready. */
  async next(): Promise<GetMessage | undefined> {
    if (this.#taken >= this.ready) return undefined;
    const message = await this.channel.get(this.#queue).catch((error: unknown) => {
      throw this.#connections.failure(error);
    });
    if (message === false) return undefined;
    this.#taken += 1;
    this.#held.add(message.fields.deliveryTag);
    return message;
  }

  /** The broker may forget it: it is somewhere else, or is not wanted any more. */
  acknowledge({ fields }: Pick<GetMessage, "fields">): void {
    if (!this.#held.delete(fields.deliveryTag)) return;
    try {
      this.channel.ack({ fields } as Message);
    } catch (error) {
      throw this.#connections.failure(error);
    }
  }

  /** Gives back what is still held, and waits until the broker has seen everything. */
  async close(): Promise<void> {
    try {
      if (this.#held.size > 0) this.channel.nackAll(true);
    } catch (error) {
      throw this.#connections.failure(error); // the channel is gone, and the broker has given all back
    }
    await closeChannel(this.#connections, this.channel);
  }
}
