import { setTimeout as sleep } from "node:timers/promises";
import { type Channel, type ChannelModel, type ConfirmChannel, connect } from "amqplib";
import { letter } from "./letter.js";
import { type Site, workQueueArguments } from "./site.js";

/** The broker's operator: publishes, counts and deletes with plain amqplib, past the proxy. */
export class Operator {
  readonly #connection: ChannelModel;
  readonly #publishing: ConfirmChannel;

  private constructor(connection: ChannelModel, publishing: ConfirmChannel) {
    this.#connection = connection;
    this.#publishing = publishing;
  }

  static async connect(url: string): Promise<Operator> {
    const connection = await connect(url);
    const publishing = await connection.createConfirmChannel();
    for (const emitter of [connection, publishing]) emitter.on("error", () => {});
    return new Operator(connection, publishing);
  }

  /** Puts events into a queue, with the properties that any of the clients asks for. */
  async put(queue: string, orderIds: readonly string[]): Promise<void> {
    for (const orderId of orderIds) this.#send(queue, JSON.stringify(letter(orderId)), orderId);
    await this.#publishing.waitForConfirms();
  }

  /** Puts a message there that says it is JSON. */
  async putText(queue: string, text: string): Promise<void> {
    this.#send(queue, text, "malformed");
    await this.#publishing.waitForConfirms();
  }

  /** Messages that are ready in a queue; undefined when it does not exist. */
  async count(queue: string): Promise<number | undefined> {
    return this.#try(async (channel) => (await channel.checkQueue(queue)).messageCount);
  }

  /** Removes the messages of a queue that no longer has consumers, and returns their bodies. */
  async drain(queue: string): Promise<readonly string[]> {
    const bodies: string[] = [];
    const drained = this.#try(async (channel) => {
      while ((await channel.checkQueue(queue)).consumerCount > 0) await sleep(100);
      // What a consumer held comes back a moment after it is gone.
      for (let empty = 0; empty < 3; ) {
        const message = await channel.get(queue, { noAck: true });
        if (message) bodies.push(message.content.toString());
        else if (++empty < 3) await sleep(200);
      }
    });
    await Promise.race([drained, sleep(15_000)]);
    return bodies;
  }

  /** Deletes a queue under its consumers. */
  async deleteQueue(queue: string): Promise<void> {
    await this.#try((channel) => channel.deleteQueue(queue));
  }

  async deleteExchange(exchange: string): Promise<void> {
    await this.#try((channel) => channel.deleteExchange(exchange));
  }

  /** Makes the work queue and its binding again, as a user of a client that leaves both to its user had it. */
  async restore(site: Site): Promise<void> {
    await this.#try(async (channel) => {
      await channel.assertQueue(site.queue, { durable: true, arguments: workQueueArguments(site) });
      await channel.bindQueue(site.queue, site.exchange, site.routingKey);
    });
  }

  async unbind({ queue, exchange, routingKey }: Site): Promise<void> {
    await this.#try((channel) => channel.unbindQueue(queue, exchange, routingKey));
  }

  /** Removes everything that a trial may have left. */
  async clean({ queue, deadLetters, exchange, sideExchange }: Site): Promise<void> {
    const retries = [200, 1_000, 5_000].map((ms) => `${queue}.retry.${ms}`);
    for (const name of [queue, deadLetters, ...retries]) await this.deleteQueue(name);
    for (const name of [exchange, sideExchange]) await this.deleteExchange(name);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #send(queue: string, body: string, messageId: string): void {
    this.#publishing.sendToQueue(queue, Buffer.from(body), {
      persistent: true,
      messageId,
      // rascal parses exactly this type; our SDK reads the version from the header, as Go services write it.
      contentType: "application/json",
      headers: { "content-type": "application/json; version=v1" },
      type: "order_cancelled",
    });
  }

  /** Works on a channel of its own, since a queue that is missing closes it; undefined when that happens. */
  async #try<Result>(work: (channel: Channel) => Promise<Result>): Promise<Result | undefined> {
    const channel = await this.#connection.createChannel();
    channel.on("error", () => {});
    try {
      const result = await work(channel);
      await channel.close();
      return result;
    } catch {
      return undefined;
    }
  }
}
