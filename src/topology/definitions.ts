import { printable } from "../code/printable.js";
import { isPredeclared, type Topology, type UserTopology, type VhostTopology } from "./topology.js";

/** One entry of a definitions file. */
type Entry = Readonly<Record<string, unknown>>;

/** Which parts of a topology definitions are made of, in the order in which RabbitMQ imports them. */
export type DefinitionsPart =
  | "users"
  | "vhosts"
  | "permissions"
  | "topic_permissions"
  | "exchanges"
  | "queues"
  | "bindings";

const parts: readonly DefinitionsPart[] = [
  "users",
  "vhosts",
  "permissions",
  "topic_permissions",
  "exchanges",
  "queues",
  "bindings",
];

/** A user's password as RabbitMQ keeps it, in base64. */
export interface PasswordHash {
  readonly hash: string;
  /** Such as `rabbit_password_hashing_sha256`. */
  readonly algorithm: string;
}

/** What definitions may have beside the topology. */
export interface DefinitionsOptions {
  /** The parts to have; all by default. */
  readonly only?: readonly DefinitionsPart[];
  /** By user. RabbitMQ takes the password from a user that is imported without one. */
  readonly passwordHashes?: ReadonlyMap<string, PasswordHash>;
}

/**
 * Definitions as `rabbitmqctl import_definitions` takes them, on RabbitMQ 3.10 and later: JSON with one entry on each
 * line, so that a pull request shows what changes. Predeclared objects of the broker, and objects that others declare,
 * are not included: RabbitMQ imports nothing that is called `amq.…`.
 */
export function definitions(topology: Topology, options: DefinitionsOptions = {}): string {
  const { only = parts, passwordHashes = new Map() } = options;
  const lists = parts.flatMap((part) => {
    if (!only.includes(part)) return [];
    const entries = entriesOf[part](topology, passwordHashes).map((entry) => `    ${json(entry)}`);
    return [`  "${part}": [${entries.length === 0 ? "" : `\n${entries.join(",\n")}\n  `}]`];
  });
  return `{\n${lists.join(",\n")}\n}\n`;
}

const entriesOf: Readonly<
  Record<DefinitionsPart, (topology: Topology, hashes: ReadonlyMap<string, PasswordHash>) => readonly Entry[]>
> = {
  users: ({ users }, hashes) => users.map((user) => userEntry(user, hashes.get(user.name))),
  vhosts: ({ vhosts }) => vhosts.map(({ name }) => ({ name })),
  permissions: ({ users }) =>
    users.flatMap(({ name, permissions }) =>
      permissions.map(({ vhost, configure, write, read }) => ({ user: name, vhost, configure, write, read })),
    ),
  topic_permissions: ({ users }) =>
    users.flatMap(({ name, topicPermissions }) =>
      topicPermissions.map(({ vhost, exchange, write, read }) => ({
        user: name,
        vhost,
        exchange,
        write,
        read,
      })),
    ),
  exchanges: ({ vhosts }) =>
    vhosts.flatMap((vhost) =>
      ownExchanges(vhost).map(({ name, type }) => ({
        name,
        vhost: vhost.name,
        type,
        durable: true,
        auto_delete: false,
        internal: false,
        arguments: {},
      })),
    ),
  queues: ({ vhosts }) =>
    vhosts.flatMap((vhost) =>
      ownQueues(vhost).map((queue) => ({
        name: queue.name,
        vhost: vhost.name,
        durable: true,
        auto_delete: false,
        arguments: queue.arguments,
      })),
    ),
  bindings: ({ vhosts }) =>
    vhosts.flatMap(({ name, bindings }) =>
      bindings.map(({ source, destination, routingKey }) => ({
        source,
        vhost: name,
        destination,
        destination_type: "queue",
        routing_key: routingKey,
        arguments: {},
      })),
    ),
};

/** With escapes for what could act on a terminal or on a CI system that prints it; the same value when it is read. */
function json(entry: Entry): string {
  return printable(JSON.stringify(entry), { color: false });
}

/** The exchanges that have to be made. */
export function ownExchanges({ exchanges }: VhostTopology): VhostTopology["exchanges"] {
  return exchanges.filter(({ name, type }) => type !== undefined && !isPredeclared(name));
}

/** The queues that have to be made. */
export function ownQueues({ queues }: VhostTopology): VhostTopology["queues"] {
  return queues.filter(({ isTakenOver }) => !isTakenOver);
}

function userEntry({ name }: UserTopology, password: PasswordHash | undefined): Entry {
  const credentials =
    password === undefined ? {} : { password_hash: password.hash, hashing_algorithm: password.algorithm };
  return { name, ...credentials, tags: [] };
}
