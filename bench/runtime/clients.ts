import type { OpenClient } from "./client.js";
import { openAmqpConnectionManager } from "./clients/amqp-connection-manager.js";
import { openBareAmqplib } from "./clients/bare-amqplib.js";
import { openRabbitgen } from "./clients/rabbitgen.js";
import { openRabbitmqClient } from "./clients/rabbitmq-client.js";
import { openRascal } from "./clients/rascal.js";

/** Every client that is measured, by the name in the table. */
export const clients: Readonly<Record<string, OpenClient>> = {
  amqplib: openBareAmqplib,
  rabbitgen: openRabbitgen,
  rascal: openRascal,
  "rabbitmq-client": openRabbitmqClient,
  "amqp-connection-manager": openAmqpConnectionManager,
};
