import { Buffer } from "node:buffer";
import type { Channel, ConfirmChannel, ConsumeMessage, GetMessage, Message, Options } from "amqplib";

/** Asks again and again until the answer is there; queues have no event to wait for. */
export async function eventually<Value>(ask: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Publishes texts to a queue in order and waits for their confirms. */
export async function fill(
  channel: ConfirmChannel,
  queue: string,
  ...texts: readonly string[]
): Promise<void> {
  for (const text of texts) channel.sendToQueue(queue, Buffer.from(text));
  await channel.waitForConfirms();
}

/** Publishes one text and gives the broker's answer. */
export function publish(
  channel: ConfirmChannel,
  exchange: string,
  routingKey: string,
  text = "",
  options: Options.Publish = {},
): Promise<"ack" | "nack"> {
  return new Promise((resolve) =>
    channel.publish(exchange, routingKey, Buffer.from(text), options, (error) =>
      resolve(error === null ? "ack" : "nack"),
    ),
  );
}

export function text(message: Message): string {
  return message.content.toString();
}

/** The next message of a queue as soon as there is one, not acknowledged. */
export function get(channel: Channel, queue: string): Promise<GetMessage> {
  return eventually(() => channel.get(queue, { noAck: false }));
}

/** The next message of a queue as soon as there is one, taken out of it. */
export function take(channel: Channel, queue: string): Promise<GetMessage> {
  return eventually(() => channel.get(queue, { noAck: true }));
}

/** The texts of all messages that are ready, taken out of the queue. */
export async function drain(channel: Channel, queue: string): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (message === false) return texts;
    texts.push(text(message));
  }
}

/** How many messages are ready. */
export async function ready(channel: Channel, queue: string): Promise<number> {
  return (await channel.checkQueue(queue)).messageCount;
}

/** Waits until the given number of messages are ready. */
export async function holds(channel: Channel, queue: string, messages: number): Promise<void> {
  await eventually(async () => (await ready(channel, queue)) === messages);
}

/**
 * Waits until a queue is gone, by an auto-delete exchange that goes with it: asking for the queue would be a use of
 * it. Closes the channel.
 */
export async function gone(channel: Channel, queue: string, exchange: string): Promise<void> {
  await channel.assertExchange(exchange, "fanout", { autoDelete: true, durable: false });
  await channel.bindQueue(queue, exchange, "");
  await eventually(() =>
    channel.checkExchange(exchange).then(
      () => false,
      () => true,
    ),
  );
}

/** What a consumer got so far. */
export class Deliveries {
  readonly messages: ConsumeMessage[] = [];
  /** Whether the broker has cancelled the consumer. */
  cancelled = false;
  tag = "";
  #taken = 0;
  #wake: () => void = () => {};

  /** Consumes a queue; nothing is acknowledged unless the case does it. */
  static async of(channel: Channel, queue: string, options: Options.Consume = {}): Promise<Deliveries> {
    const deliveries = new Deliveries();
    const { consumerTag } = await channel.consume(queue, (message) => deliveries.#add(message), options);
    deliveries.tag = consumerTag;
    return deliveries;
  }

  get texts(): string[] {
    return this.messages.map(text);
  }

  /** The next delivery that this was not yet asked for. */
  async next(): Promise<ConsumeMessage> {
    await this.#until(() => this.messages.length > this.#taken);
    const message = this.messages[this.#taken];
    if (message === undefined) throw new Error("no delivery");
    this.#taken += 1;
    return message;
  }

  /** Resolves with the texts of all deliveries when there are that many. */
  async count(count: number): Promise<string[]> {
    await this.#until(() => this.messages.length >= count);
    return this.texts;
  }

  /** Resolves when the broker cancels the consumer. */
  async end(): Promise<void> {
    await this.#until(() => this.cancelled);
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        const before = this.#wake;
        this.#wake = () => {
          before();
          resolve();
        };
      });
    }
  }

  #add(message: ConsumeMessage | null): void {
    if (message === null) this.cancelled = true;
    else this.messages.push(message);
    this.#wake();
    this.#wake = () => {};
  }
}
