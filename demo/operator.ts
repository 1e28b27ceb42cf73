import { type Channel, type ChannelModel, connect } from "amqplib";
import type { Queues } from "./queues.js";

/** What the headers of a dead letter say. */
export interface DeadLetter {
  readonly queue: string;
  readonly reason: string;
  readonly error: string;
  readonly attempts: string;
}

/** Plays the RabbitMQ operator: inspects queues with plain amqplib, and removes the demo's queues when it ends. */
export class Operator implements AsyncDisposable {
  readonly #connection: ChannelModel;
  readonly #channel: Channel;
  readonly #queues: readonly string[];

  private constructor(connection: ChannelModel, channel: Channel, queues: Queues) {
    this.#connection = connection;
    this.#channel = channel;
    this.#queues = Object.values(queues);
  }

  static async connect(url: string, queues: Queues): Promise<Operator> {
    const connection = await connect(url);
    const channel = await connection.createChannel();
    // What fails rejects the call that failed; without listeners it would also end the process.
    for (const emitter of [connection, channel]) emitter.on("error", () => {});
    return new Operator(connection, channel, queues);
  }

  /** Removes and returns the messages in the dead-letter queues. */
  async deadLetters(): Promise<readonly DeadLetter[]> {
    const letters: DeadLetter[] = [];
    for (const queue of this.#queues.map((name) => `${name}.dead`)) {
      for (;;) {
        const message = await this.#channel.get(queue, { noAck: true });
        if (message === false) break;
        const header = (name: string): string =>
          String(message.properties.headers?.[`rabbitgen-${name}`] ?? "");
        letters.push({
          queue,
          reason: header("reason"),
          error: header("error-message"),
          attempts: header("attempts"),
        });
      }
    }
    return letters;
  }

  /** Queues of the consumers that still hold a message. */
  async unread(): Promise<readonly string[]> {
    const held = await Promise.all(this.#queues.map((queue) => this.#channel.get(queue)));
    return this.#queues.filter((_, index) => held[index] !== false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const retries = [200, 1_000, 5_000].map((ms) => `.retry.${ms}`);
    for (const queue of this.#queues) {
      for (const kind of ["", ".dead", ...retries]) await this.#channel.deleteQueue(`${queue}${kind}`);
    }
    await this.#connection.close();
  }
}
