import pc from "picocolors";
import { visible } from "../code/visible.js";
import { type Cell, table } from "../report/table.js";
import type { NeededRole, Topology, UserTopology, VhostTopology } from "../topology/topology.js";

const introduction = `An event lives in its publisher's virtual host. Its consumers connect there, and their queues are there.
`;

const permissionsHelp = `Permissions are regular expressions on names of queues and exchanges; amq.default is the default exchange, which
reaches every queue of its virtual host. ^$ is nothing.
`;

/** A topology as tables for people. */
export function topologyText(
  { vhosts, users, notes }: Topology,
  { color }: { readonly color: boolean },
): string {
  const paint = pc.createColors(color);
  const rows = (head: readonly string[], cells: readonly (readonly Cell[])[]): readonly string[] =>
    cells.length === 0 ? [] : [`\n${table(head, cells, paint.bold)}`];
  return [
    introduction,
    ...vhosts.flatMap((vhost) => [
      `\n${paint.cyan(`virtual host ${visible(vhost.name)}`)}\n`,
      ...rows(["EVENT", "PUBLISHED BY", "CONSUMED BY"], eventRows(vhost)),
      ...rows(
        ["EXCHANGE", "TYPE"],
        vhost.exchanges.map(({ name, type }) => [name, type ?? "exists already"]),
      ),
      ...rows(["QUEUE", "FOR", "ARGUMENTS"], queueRows(vhost)),
      ...rows(
        ["QUEUE", "BOUND TO", "WITH"],
        vhost.bindings.map(({ source, destination, routingKey }) => [destination, source, routingKey]),
      ),
    ]),
    `\n${paint.cyan("users")}\n\n${permissionsHelp}`,
    ...rows(["USER", "VIRTUAL HOST", "MAY", "NAMES"], users.flatMap(permissionRows)),
    ...rows(["USER", "VIRTUAL HOST", "TOPIC EXCHANGE", "MAY", "ROUTING KEYS"], users.flatMap(topicRows)),
    ...(notes.length === 0
      ? []
      : ["\n", ...notes.map((note) => `${paint.yellow("note:")} ${visible(note)}\n`)]),
  ].join("");
}

function eventRows({ events }: VhostTopology): readonly (readonly Cell[])[] {
  return events.map(({ name, publishers, consumers }) => [name, publishers.join(", "), consumers.join(", ")]);
}

const uses: Readonly<Record<NeededRole, string>> = {
  work: "messages",
  dead: "dead letters",
  retry: "retries",
  delay: "delayed messages",
};

function queueRows({ queues }: VhostTopology): readonly (readonly Cell[])[] {
  return queues.map(({ name, role, isTakenOver, arguments: own }) => [
    name,
    uses[role],
    isTakenOver
      ? "exists already"
      : Object.entries(own)
          .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
          .join(" "),
  ]);
}

function permissionRows({ name, permissions }: UserTopology): readonly (readonly Cell[])[] {
  return permissions.flatMap(({ vhost, configure, write, read }) => [
    [name, vhost, "configure", configure],
    [null, null, "write", write],
    [null, null, "read", read],
  ]);
}

function topicRows({ name, topicPermissions }: UserTopology): readonly (readonly Cell[])[] {
  return topicPermissions.flatMap(({ vhost, exchange, write, read }) => [
    [name, vhost, exchange, "publish", write],
    [null, null, null, "bind", read],
  ]);
}
