import type { ConfirmChannel } from "amqplib";
import { replyCode } from "../../templates/runtime/to-error.js";
import type { BrokerConnections } from "./connection.js";

const NOT_FOUND = 404;

/** What AMQP says of a queue. */
export interface QueueState {
  /** Messages that wait; those in the hands of consumers are not among them. */
  readonly ready: number;
  readonly consumers: number;
}

/** Asks for queues by their names. A name that is missing closes the channel (404), so that the next one needs another. */
export class QueueProbe {
  readonly #connections: BrokerConnections;
  readonly #channels = new Map<string | undefined, ConfirmChannel>();
  #asked = 0;

  constructor(connections: BrokerConnections) {
    this.#connections = connections;
  }

  /** Names that were asked for. */
  get asked(): number {
    return this.#asked;
  }

  /** `undefined` if the queue does not exist. */
  async state(vhost: string | undefined, name: string): Promise<QueueState | undefined> {
    const channel = this.#channels.get(vhost) ?? (await this.#connections.channel(vhost));
    this.#channels.set(vhost, channel);
    this.#asked += 1;
    try {
      const { messageCount, consumerCount } = await channel.checkQueue(name);
      return { ready: messageCount, consumers: consumerCount };
    } catch (error) {
      this.#channels.delete(vhost);
      if (replyCode(error) === NOT_FOUND) return undefined;
      throw this.#connections.failure(error);
    }
  }
}
