import type { ConfirmChannel } from "amqplib";
import { replyCode } from "../../runtime/errors/amqplib-error.js";
import { RabbitError } from "../../runtime/errors/rabbit-error.js";
import type { BrokerConnections } from "./broker-connections.js";

const NOT_FOUND = 404;
const RESOURCE_LOCKED = 405;

/** What AMQP says of a queue. */
export interface ProbedQueue {
  /** Messages that wait; those in the hands of consumers are not among them. */
  readonly ready: number;
  readonly consumers: number;
  /** Whether another connection has it for itself, which says no more of it. */
  readonly isExclusive: boolean;
}

/** Asks for queues and exchanges by their names. One that is missing closes the channel (404), so that the next needs another. */
export class PassiveProbe {
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
  async queue(vhost: string | undefined, name: string): Promise<ProbedQueue | undefined> {
    try {
      const found = await this.#ask(vhost, (channel) => channel.checkQueue(name));
      return found && { ready: found.messageCount, consumers: found.consumerCount, isExclusive: false };
    } catch (error) {
      if (!(error instanceof RabbitError) || error.code !== RESOURCE_LOCKED) throw error;
      return { ready: 0, consumers: 0, isExclusive: true };
    }
  }

  async hasExchange(vhost: string | undefined, name: string): Promise<boolean> {
    return (await this.#ask(vhost, (channel) => channel.checkExchange(name))) !== undefined;
  }

  /** `undefined` if what is asked for does not exist. */
  async #ask<Answer>(
    vhost: string | undefined,
    question: (channel: ConfirmChannel) => PromiseLike<Answer>,
  ): Promise<Answer | undefined> {
    const channel = this.#channels.get(vhost) ?? (await this.#connections.channel(vhost));
    this.#channels.set(vhost, channel);
    this.#asked += 1;
    try {
      return await question(channel);
    } catch (error) {
      this.#channels.delete(vhost);
      if (replyCode(error) === NOT_FOUND) return undefined;
      throw this.#connections.failure(error);
    }
  }
}
