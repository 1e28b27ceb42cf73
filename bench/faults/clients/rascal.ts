import type { EventEmitter } from "node:events";
import type { Client, Receipt } from "../client.js";
import { letter } from "../letter.js";
import { deadLetterArguments, type Site, workQueueArguments } from "../site.js";

// Rascal has no types; these are the parts of its documentation that are used.
type AckOrNack = (error?: unknown, recovery?: unknown) => void;
interface Broker extends EventEmitter {
  publish(publication: string, payload: unknown): Promise<EventEmitter>;
  subscribe(subscription: string): Promise<EventEmitter>;
  shutdown(): Promise<void>;
}
interface Rascal {
  readonly BrokerAsPromised: { create(config: unknown): Promise<Broker> };
  withDefaultConfig(config: unknown): unknown;
}
const { default: library } = (await import(String("rascal"))) as { readonly default: Rascal };

// README, "Chaining Recovery Strategies": retry a maximum number of times, then dead-letter.
const recovery = [{ strategy: "republish", defer: 1000, attempts: 10 }, { strategy: "nack" }];
const ignore = (): void => {};

/** Rascal with its default configuration, its promise API and the listeners that its README demands. */
export const rascal: Client = {
  name: "rascal",
  note: "heartbeat 10 s (default); failures: republish every second, 10 times, then nack (README)",
  async connect(site) {
    const broker = await library.BrokerAsPromised.create(library.withDefaultConfig(config(site)));
    broker.on("error", ignore);
    return {
      async publish(orderId, exchange) {
        const publication = await broker.publish(exchange, letter(orderId));
        return outcome(publication);
      },
      async consume(handler) {
        const subscription = await broker.subscribe("work");
        const subscribed = new Promise<void>((resolve) => subscription.once("subscribed", resolve));
        subscription
          .on("message", (_message: unknown, content: { orderId?: string }, ackOrNack: AckOrNack) => {
            handler(content.orderId).then(
              () => ackOrNack(),
              (error) => ackOrNack(error, recovery),
            );
          })
          .on("error", ignore)
          .on("invalid_content", (error: Error, _message: unknown, ackOrNack: AckOrNack) => ackOrNack(error))
          .on("redeliveries_exceeded", (error: Error, _message: unknown, ackOrNack: AckOrNack) => {
            ackOrNack(error);
          });
        await subscribed;
      },
      close: () => broker.shutdown(),
    };
  },
};

/** Confirms, persistence and `mandatory` are Rascal's defaults. */
function config(site: Site): unknown {
  const { exchange, sideExchange, routingKey, queue, deadLetters, prefetch } = site;
  return {
    vhosts: {
      [decodeURIComponent(new URL(site.url).pathname.slice(1)) || "/"]: {
        connection: { url: site.url },
        exchanges: { [exchange]: { type: "topic" }, [sideExchange]: { type: "topic" } },
        queues: {
          [queue]: { options: { durable: true, arguments: workQueueArguments(site) } },
          [deadLetters]: { options: { durable: true, arguments: deadLetterArguments } },
        },
        bindings: { work: { source: exchange, destination: queue, bindingKey: routingKey } },
        publications: {
          [exchange]: { exchange, routingKey },
          [sideExchange]: { exchange: sideExchange, routingKey },
        },
        subscriptions: { work: { queue, prefetch } },
      },
    },
  };
}

function outcome(publication: EventEmitter): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    let receipt: Receipt = "confirmed";
    publication
      .on("return", () => {
        receipt = "returned";
      })
      .on("success", () => setImmediate(() => resolve(receipt)))
      .on("error", reject)
      .on("close", () => reject(new Error("the channel was closed before the confirm")));
  });
}
