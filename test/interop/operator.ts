import { type Channel, type ChannelModel, connect } from "amqplib";
import { poll } from "../support/waiting.js";

/** Looks at queues with plain amqplib, and removes what the test made. */
export class Operator implements AsyncDisposable {
  readonly channel: Channel;
  readonly #model: ChannelModel;
  readonly #remove: (channel: Channel) => Promise<void>;

  private constructor(model: ChannelModel, channel: Channel, remove: (channel: Channel) => Promise<void>) {
    this.#model = model;
    this.channel = channel;
    this.#remove = remove;
  }

  /** `remove` deletes the test's queues and exchanges at its end. */
  static async connect(url: string, remove: (channel: Channel) => Promise<void>): Promise<Operator> {
    const model = await connect(url);
    return new Operator(model, await model.createChannel(), remove);
  }

  /** Resolves when the queue is empty; a quorum queue's count lags behind its acks. */
  async empty(queue: string): Promise<void> {
    await poll(async () => (await this.channel.checkQueue(queue)).messageCount === 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#remove(this.channel);
    await this.#model.close();
  }
}
