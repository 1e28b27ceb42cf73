import type { ConfirmChannel, ConsumeMessage } from "amqplib";
import type { Client } from "../client.js";
import { letter } from "../letter.js";
import { deadLetterArguments, type Site, workQueueArguments } from "../site.js";

// Its declarations do not pass the strict flags of this repository; these are the parts of its README that are used.
interface ChannelWrapper {
  on(event: "error", listener: (error: Error) => void): this;
  waitForConnect(): Promise<void>;
  publish(exchange: string, routingKey: string, content: unknown, options: unknown): Promise<boolean>;
  consume(
    queue: string,
    onMessage: (message: ConsumeMessage) => void,
    options: { readonly prefetch: number },
  ): Promise<unknown>;
  ack(message: ConsumeMessage): void;
  nack(message: ConsumeMessage): void;
}
interface Manager {
  createChannel(options: {
    readonly json?: boolean;
    readonly setup: (channel: ConfirmChannel) => Promise<void>;
  }): ChannelWrapper;
  close(): Promise<void>;
}
const { connect } = (await import(String("amqp-connection-manager"))) as {
  connect(urls: readonly string[]): Manager;
};

/** amqp-connection-manager with one channel wrapper for publishing and one for consuming. */
export const amqpConnectionManager: Client = {
  name: "amqp-connection-manager",
  note: "heartbeat 5 s, reconnects after 5 s (defaults); its README is silent on failures: nack(message), amqplib's default, which requeues",
  async connect(site) {
    const connection = connect([site.url]);
    const publishing = connection.createChannel({
      json: true,
      setup: (channel: ConfirmChannel) => exchanges(channel, site),
    });
    publishing.on("error", () => {});
    return {
      async publish(orderId, exchange) {
        const options = { persistent: true, mandatory: true, contentType: "application/json" };
        await publishing.publish(exchange, site.routingKey, letter(orderId), options);
        return "confirmed";
      },
      async consume(handler) {
        const consuming = connection.createChannel({
          setup: (channel: ConfirmChannel) => topology(channel, site),
        });
        consuming.on("error", () => {});
        await consuming.waitForConnect();
        // `consume` of the wrapper comes back after cancellations, as that of a channel in `setup` does not;
        // `ack` of the wrapper is what README and examples show.
        await consuming.consume(
          site.queue,
          async (message) => {
            try {
              await handler((JSON.parse(message.content.toString()) as { orderId?: string }).orderId);
            } catch {
              consuming.nack(message);
              return;
            }
            consuming.ack(message);
          },
          { prefetch: site.prefetch },
        );
      },
      close: () => connection.close(),
    };
  },
};

async function exchanges(channel: ConfirmChannel, { exchange, sideExchange }: Site): Promise<void> {
  await channel.assertExchange(exchange, "topic", { durable: true });
  await channel.assertExchange(sideExchange, "topic", { durable: true });
}

async function topology(channel: ConfirmChannel, site: Site): Promise<void> {
  await exchanges(channel, site);
  await channel.assertQueue(site.deadLetters, { durable: true, arguments: deadLetterArguments });
  await channel.assertQueue(site.queue, { durable: true, arguments: workQueueArguments(site) });
  await channel.bindQueue(site.queue, site.exchange, site.routingKey);
}
