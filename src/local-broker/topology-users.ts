import type { BrokerUserOptions, EmbeddedBrokerOptions } from "../embedded-broker/index.js";
import type { Topology } from "../topology/topology.js";

/**
 * The users and virtual hosts of a topology as options of the embedded broker, which then refuses what RabbitMQ with the
 * same permissions refuses. `passwords` has one for each user of the topology that may connect.
 */
export function topologyUsers(
  { vhosts, users }: Topology,
  passwords: Readonly<Record<string, string>>,
): Required<Pick<EmbeddedBrokerOptions, "users" | "vhosts">> {
  const entries = users.flatMap(({ name, ...user }): [string, BrokerUserOptions][] => {
    const password = Object.hasOwn(passwords, name) ? passwords[name] : undefined;
    if (password === undefined) return [];
    return [[name, { password, ...allowed(user) }]];
  });
  return { vhosts: vhosts.map(({ name }) => name), users: Object.fromEntries(entries) };
}

function allowed({
  permissions,
  topicPermissions,
}: Omit<Topology["users"][number], "name">): Omit<BrokerUserOptions, "password"> {
  const topics: Record<string, Record<string, { write: string; read: string }>> = Object.create(null);
  for (const { vhost, exchange, write, read } of topicPermissions)
    topics[vhost] = { ...topics[vhost], [exchange]: { write, read } };
  const byVhost = permissions.map(
    ({ vhost, configure, write, read }) => [vhost, { configure, write, read }] as const,
  );
  return { permissions: Object.fromEntries(byVhost), topicPermissions: topics };
}
