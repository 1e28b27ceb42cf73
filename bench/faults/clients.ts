import type { Client } from "./client.js";

/** The clients of the table by the names that `--only` takes; loaded one by one, since each runs in its own process. */
const loaders: Readonly<Record<string, () => Promise<Client>>> = {
  rabbitgen: async () => (await import("./clients/rabbitgen.js")).rabbitgen,
  rascal: async () => (await import("./clients/rascal.js")).rascal,
  "amqp-connection-manager": async () =>
    (await import("./clients/amqp-connection-manager.js")).amqpConnectionManager,
  "rabbitmq-client": async () => (await import("./clients/rabbitmq-client.js")).rabbitmqClient,
  "nestjs-rabbitmq": async () => (await import("./clients/nestjs-rabbitmq.js")).nestjsRabbitmq,
};

/** In the order of the columns. */
export const clientNames: readonly string[] = Object.keys(loaders);

/** Loads one client with the libraries that it needs. Throws for a name that is none of `clientNames`. */
export async function loadClient(name: string): Promise<Client> {
  const load = loaders[name];
  if (!load) throw new Error(`there is no client ${name}; there are ${clientNames.join(", ")}`);
  return load();
}
