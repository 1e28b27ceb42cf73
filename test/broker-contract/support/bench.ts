import { type ChannelModel, connect } from "amqplib";
import type { Broker } from "../../../rabbitmq/broker.js";
import { findBroker } from "../../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../../rabbitmq/rabbitmq4.js";
import { startEmbeddedBroker } from "../../../src/embedded-broker/index.js";
import type { BenchKind } from "./differences.js";

/** What a case may leave in the broker, by name; missing ones are ignored. */
export interface Leftovers {
  readonly queues: readonly string[];
  readonly exchanges: readonly string[];
}

/** A broker that the suite runs against. */
export interface ContractBench {
  /** The virtual host `/`, as a user with all permissions. */
  readonly url: string;
  readonly version: string;
  /** Whose behavior is expected where the two RabbitMQs differ. */
  readonly kind: BenchKind;
  /** Resolves if what `preparations` names is there; rejects with `NotOurBroker` where it may not be made. */
  prepared(): Promise<void>;
  remove(leftovers: Leftovers): Promise<void>;
  dispose(): Promise<void>;
}

/** What a bench has beyond RabbitMQ's defaults: a user with few permissions and a second virtual host. */
export const preparations = {
  /** Guest has all permissions in it, `limited` none. */
  vhost: "contract-second",
  user: "limited",
  password: "limited",
  /** Those of `limited` in the virtual host `/`. */
  permissions: {
    configure: "^contract\\.own\\.",
    write: "^contract\\.own\\.",
    read: "^contract\\.(own|read)\\.",
  },
  /** The topic permissions of `limited` in the virtual host `/`, on one exchange for each case: they run at the same time. */
  topic: {
    exchanges: ["write", "bind", "unbind", "exchange-bind", "direct"].map(
      (use) => `contract.own.keys.${use}`,
    ),
    write: "^(may|{username})\\.write$",
    read: "^may\\.#$",
  },
} as const;

/** The bench of a vitest project, or undefined where it has none. */
export async function openBench(
  kind: "found" | "rabbitmq4" | "embedded",
): Promise<ContractBench | undefined> {
  if (kind === "embedded") return embeddedBench();
  const broker = kind === "rabbitmq4" ? await startRabbitMQ4() : await findBroker();
  return broker && rabbitBench(broker);
}

async function embeddedBench(): Promise<ContractBench> {
  const { vhost, user, password, permissions, topic } = preparations;
  const limited = {
    password,
    permissions: { "/": permissions },
    topicPermissions: { "/": Object.fromEntries(topic.exchanges.map((name) => [name, topic])) },
  };
  const broker = await startEmbeddedBroker({ vhosts: [vhost], users: { guest: "guest", [user]: limited } });
  const remover = new Remover(broker.url);
  return {
    url: broker.url,
    version: broker.version,
    kind: "embedded",
    prepared: async () => {},
    remove: (leftovers) => remover.remove(leftovers),
    dispose: async () => {
      await remover.close();
      await broker.close();
    },
  };
}

async function rabbitBench(broker: Broker): Promise<ContractBench> {
  const prepared = prepare(broker);
  await prepared.catch(() => {}); // the cases that need it report it
  const remover = new Remover(broker.url);
  return {
    url: broker.url,
    version: broker.version,
    kind: Number.parseInt(broker.version, 10) < 4 ? "3.10" : "4.0",
    prepared: () => prepared,
    remove: (leftovers) => remover.remove(leftovers),
    dispose: async () => {
      await remover.close();
      await broker.dispose();
    },
  };
}

/** The broker of `AMQP_URL` has no users and virtual hosts for this suite. */
export class NotOurBroker extends Error {}

/** By one call in Erlang: each command of `rabbitmqctl` takes a second or more. */
async function prepare({ ctl, origin }: Broker): Promise<void> {
  if (origin === "AMQP_URL") throw new NotOurBroker("needs rabbitmqctl");
  const { vhost, user, password, permissions, topic } = preparations;
  const call = (name: string, ...args: readonly string[]) => {
    const binaries = [...args, "contract"].map((text) => `<<"${text.replaceAll("\\", "\\\\")}">>`);
    return `${name}(${binaries.join(", ")})`;
  };
  const permit = "rabbit_auth_backend_internal:set_permissions";
  const calls = [
    call("rabbit_vhost:add", vhost),
    call(permit, "guest", vhost, ".*", ".*", ".*"),
    call("rabbit_auth_backend_internal:add_user", user, password),
    call(permit, user, "/", permissions.configure, permissions.write, permissions.read),
    ...topic.exchanges.map((exchange) =>
      call(
        "rabbit_auth_backend_internal:set_topic_permissions",
        user,
        "/",
        exchange,
        topic.write,
        topic.read,
      ),
    ),
  ];
  const answer = await ctl("eval", `${calls.map((each) => `ok = ${each}`).join(", ")}.`);
  if (answer.trim() !== "ok") throw new Error(`the broker could not be prepared: ${answer}`);
}

/** Deletes what cases leave, over one connection for all of them. */
export class Remover {
  readonly #url: string;
  #model: Promise<ChannelModel> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async remove({ queues, exchanges }: Leftovers): Promise<void> {
    this.#model ??= connect(this.#url);
    const channel = await (await this.#model).createChannel();
    for (const name of queues) await channel.deleteQueue(name);
    for (const name of exchanges) await channel.deleteExchange(name);
    await channel.close();
  }

  async close(): Promise<void> {
    await (await this.#model)?.close();
  }
}
