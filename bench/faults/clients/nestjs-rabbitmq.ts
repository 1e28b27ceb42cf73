import "reflect-metadata";
import type { DynamicModule } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { Client } from "../client.js";
import { letter } from "../letter.js";
import { deadLetterArguments, type Site, workQueueArguments } from "../site.js";

// Its declarations depend on those of amqp-connection-manager, which do not pass the strict flags of this repository;
// these are the parts that are used.
interface AmqpConnection {
  publish(exchange: string, routingKey: string, message: unknown, options: unknown): Promise<boolean>;
  createSubscriber(
    handler: (event: { readonly orderId?: string } | undefined) => Promise<void>,
    options: unknown,
    handlerName: string,
  ): Promise<unknown>;
}
interface Library {
  readonly AmqpConnection: abstract new () => AmqpConnection;
  readonly MessageHandlerErrorBehavior: { readonly NACK: string };
  readonly RabbitMQModule: { forRoot(configuration: unknown): DynamicModule };
}
const library = (await import(String("@golevelup/nestjs-rabbitmq"))) as Library;

/**
 * `RabbitMQModule` in an application context, on its default channel. Handlers are registered with
 * `createSubscriber`, which is what the module calls for each `@RabbitSubscribe`: decorators are not erasable syntax,
 * and a trial chooses when to consume.
 */
export const nestjsRabbitmq: Client = {
  name: "@golevelup/nestjs-rabbitmq",
  note: "heartbeat 5 s, reconnects after 5 s (defaults); `wait: false` for resilience, failures: NACK to the dead-letter queue (both README)",
  async connect(site) {
    const module = library.RabbitMQModule.forRoot(configuration(site));
    const application = await NestFactory.createApplicationContext(module, {
      logger: false,
      abortOnError: false,
    });
    const connection = application.get(library.AmqpConnection);
    return {
      async publish(orderId, exchange) {
        await connection.publish(exchange, site.routingKey, letter(orderId), { mandatory: true });
        return "confirmed";
      },
      async consume(handler) {
        const queueOptions = { durable: true, arguments: workQueueArguments(site) };
        const { exchange, routingKey, queue } = site;
        await connection.createSubscriber(
          async (event) => handler(event?.orderId),
          { exchange, routingKey, queue, queueOptions },
          "work",
        );
      },
      close: () => application.close(),
    };
  },
};

function configuration({ url, exchange, sideExchange, deadLetters, prefetch }: Site) {
  return {
    uri: url,
    prefetchCount: prefetch,
    exchanges: [exchange, sideExchange].map((name) => ({ name, type: "topic" })),
    queues: [{ name: deadLetters, options: { durable: true, arguments: deadLetterArguments } }],
    connectionInitOptions: { wait: false },
    defaultSubscribeErrorBehavior: library.MessageHandlerErrorBehavior.NACK,
    defaultPublishOptions: { persistent: true, contentType: "application/json" },
  };
}
