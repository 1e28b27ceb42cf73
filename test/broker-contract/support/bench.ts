import { type ChannelModel, connect } from "amqplib";
import type { Broker } from "../../../broker/broker.js";
import { findBroker } from "../../../broker/find-broker.js";
import { startRabbitMQ4 } from "../../../broker/rabbitmq4.js";
import type { BenchKind } from "./differences.js";

/** A broker that the suite runs against. */
export interface ContractBench {
  /** The virtual host `/`, as a user with all permissions. */
  readonly url: string;
  readonly version: string;
  /** Whose behaviour is expected where the two RabbitMQs differ. */
  readonly kind: BenchKind;
  /** Resolves when the virtual hosts and users of `preparations` are there; rejects where they cannot be made. */
  prepared(): Promise<void>;
  /** Deletes queues and exchanges of these names. */
  remove(names: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** What a bench has beyond RabbitMQ's defaults: the user `limited` (password `limited`) and two virtual hosts. */
export const preparations = {
  /** Beside `/`; guest may use them, `limited` may not. */
  vhosts: ["contract-second", "contract-closed"],
  user: "limited",
  password: "limited",
  permissions: {
    "/": {
      configure: "^contract\\.own\\.",
      write: "^contract\\.own\\.",
      read: "^contract\\.(own|read)\\.",
    },
  },
} as const;

/** The bench of a vitest project, or undefined where it has none. */
export async function openBench(kind: "found" | "rabbitmq4"): Promise<ContractBench | undefined> {
  // The embedded broker's place, once it is here: `if (kind === "embedded") return embeddedBench();`, with
  //   const { url, close } = await startEmbeddedBroker({ users: …, vhosts: … of `preparations` });
  //   return { url, version: "embedded", kind: "embedded", prepared: async () => {}, remove: remover(url), dispose: close };
  const broker = kind === "rabbitmq4" ? await startRabbitMQ4() : await findBroker();
  return broker && rabbitBench(broker);
}

function rabbitBench(broker: Broker): ContractBench {
  const prepared = prepare(broker);
  prepared.catch(() => {}); // the cases that need it report it
  const remover = new Remover(broker.url);
  return {
    url: broker.url,
    version: broker.version,
    kind: Number.parseInt(broker.version, 10) < 4 ? "3.10" : "4.0",
    prepared: () => prepared,
    remove: (names) => remover.remove(names),
    dispose: async () => {
      await prepared.catch(() => {});
      await remover.close();
      await broker.dispose();
    },
  };
}

/** By one call in Erlang: each command of `rabbitmqctl` would take a second or more. */
async function prepare({ ctl }: Broker): Promise<void> {
  const { vhosts, user, password, permissions } = preparations;
  const call = (name: string, ...args: readonly string[]) => {
    const binaries = [...args, "contract"].map((text) => `<<"${text.replaceAll("\\", "\\\\")}">>`);
    return `${name}(${binaries.join(", ")})`;
  };
  const permit = "rabbit_auth_backend_internal:set_permissions";
  const calls = [
    ...vhosts.map((vhost) => call("rabbit_vhost:add", vhost)),
    ...vhosts.map((vhost) => call(permit, "guest", vhost, ".*", ".*", ".*")),
    call("rabbit_auth_backend_internal:add_user", user, password),
    ...Object.entries(permissions).map(([vhost, { configure, write, read }]) =>
      call(permit, user, vhost, configure, write, read),
    ),
  ];
  await ctl("eval", `${calls.map((each) => `ok = ${each}`).join(", ")}.`);
}

/** Deletes what cases leave, over one connection for all of them. */
export class Remover {
  readonly #url: string;
  #model: Promise<ChannelModel> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async remove(names: readonly string[]): Promise<void> {
    this.#model ??= connect(this.#url);
    const channel = await (await this.#model).createChannel();
    for (const name of names) {
      await channel.deleteQueue(name);
      await channel.deleteExchange(name);
    }
    await channel.close();
  }

  async close(): Promise<void> {
    await (await this.#model)?.close();
  }
}
