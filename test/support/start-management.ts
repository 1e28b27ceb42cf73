import type { Broker } from "../../rabbitmq/broker.js";
import { freePort } from "../../rabbitmq/free-port.js";
import { poll } from "./waiting.js";

const started = new WeakMap<Broker, Promise<ManagementUrl>>();

/** The URL for a user and a password. */
export type ManagementUrl = (user: string, password: string) => string;

/** The management API of a node of our own, which stays on once it has been started. */
export function startManagement(broker: Broker): Promise<ManagementUrl> {
  const known = started.get(broker) ?? start(broker);
  started.set(broker, known);
  return known;
}

/**
 * Switches the management plugin of a node of our own on, at a free port, and gives its URL without user and password.
 * The node's own list of plugins is what RabbitMQ starts them by.
 */
async function start(broker: Broker): Promise<ManagementUrl> {
  const port = await freePort();
  await broker.ctl(
    "eval",
    `File = os:getenv("RABBITMQ_ENABLED_PLUGINS_FILE"),
     ok = file:write_file(File, "[rabbitmq_management]."),
     application:load(rabbitmq_management),
     application:set_env(rabbitmq_management, tcp_config, [{port, ${port}}, {ip, "127.0.0.1"}]),
     rabbit_plugins:ensure(File).`,
  );
  const at: ManagementUrl = (user, password) => `http://${user}:${password}@127.0.0.1:${port}`;
  await poll(async () => {
    const authorization = `Basic ${Buffer.from("guest:guest").toString("base64")}`;
    const answer = await fetch(`http://127.0.0.1:${port}/api/whoami`, { headers: { authorization } }).catch(
      () => undefined,
    );
    return answer?.ok;
  });
  return at;
}
