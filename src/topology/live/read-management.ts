import type { Management, ManagementRow } from "../../operate/management.js";
import type { NeededBinding, Topology } from "../topology.js";
import type { DeclaredQueue, LiveState, UsersState, VhostState } from "./live-state.js";

/** What the management API returns, as far as its user's tags allow. Read-only. */
export async function readByManagement(management: Management, { vhosts }: Topology): Promise<LiveState> {
  await management.logIn();
  const states = new Map<string, VhostState>();
  const refused = new Map<string, string>();
  for (const { name } of vhosts) {
    const state = await vhostState(management, name);
    if (state === undefined)
      refused.set(name, `the virtual host ${name} does not exist, or the management user may not see it`);
    else states.set(name, state);
  }
  const users = await usersState(management);
  return {
    vhosts: states,
    refused,
    users,
    unseen:
      users === undefined
        ? [
            "Users and permissions are not compared: only a management user with the tag administrator can see them.",
          ]
        : [],
  };
}

/** What is asked for; a broker gathers statistics for the rest. */
const columnsOf = {
  exchanges: "name,vhost,type,durable,auto_delete,internal,arguments",
  queues: "name,vhost,type,durable,exclusive,arguments,policy,operator_policy,effective_policy_definition",
  bindings: "vhost,source,destination,destination_type,routing_key",
} as const;

async function vhostState(management: Management, vhost: string): Promise<VhostState | undefined> {
  const lists = Object.entries(columnsOf).map(async ([list, names]) => {
    const columns = `?columns=${names}`;
    const rows = await management.visibleRows(`${list}/${encodeURIComponent(vhost)}${columns}`);
    return rows?.filter((row) => row["vhost"] === vhost);
  });
  const [exchanges, queues, bindings] = await Promise.all(lists);
  if (exchanges === undefined || queues === undefined || bindings === undefined) return undefined;
  return {
    exchanges: new Map(
      exchanges.map((row) => [
        text(row, "name"),
        {
          declared: {
            type: text(row, "type"),
            durable: row["durable"] === true,
            autoDelete: row["auto_delete"] === true,
            internal: row["internal"] === true,
            arguments: fields(row["arguments"]),
          },
        },
      ]),
    ),
    queues: new Map(
      queues.map((row) => [
        text(row, "name"),
        { declared: declaredQueue(row), isExclusive: row["exclusive"] === true },
      ]),
    ),
    bindings: bindings.flatMap((row) => bindingOf(row) ?? []),
  };
}

function declaredQueue(row: ManagementRow): DeclaredQueue {
  const own = fields(row["arguments"]);
  const policy = [text(row, "policy"), text(row, "operator_policy")].find((name) => name !== "");
  return {
    type: text(row, "type") || String(own["x-queue-type"] ?? "classic"),
    durable: row["durable"] === true,
    arguments: own,
    policy:
      policy === undefined
        ? undefined
        : { name: policy, definition: fields(row["effective_policy_definition"]) },
  };
}

function bindingOf(row: ManagementRow): NeededBinding | undefined {
  if (row["destination_type"] !== "queue") return undefined;
  const [source, destination] = [text(row, "source"), text(row, "destination")];
  return { source, destination, routingKey: text(row, "routing_key") };
}

async function usersState(management: Management): Promise<UsersState | undefined> {
  const [users, permissions, topics] = await Promise.all(
    ["users", "permissions", "topic-permissions"].map((list) => management.visibleRows(list)),
  );
  if (users === undefined || permissions === undefined || topics === undefined) return undefined;
  return {
    tags: new Map(users.map((row) => [text(row, "name"), tagsOf(row["tags"])])),
    permissions: permissions.map((row) => ({
      user: text(row, "user"),
      vhost: text(row, "vhost"),
      configure: text(row, "configure"),
      write: text(row, "write"),
      read: text(row, "read"),
    })),
    topicPermissions: topics.map((row) => ({
      user: text(row, "user"),
      vhost: text(row, "vhost"),
      exchange: text(row, "exchange"),
      write: text(row, "write"),
      read: text(row, "read"),
    })),
  };
}

/** A list, or a text with commas before RabbitMQ 3.9. */
function tagsOf(tags: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(tags) ? tags : String(tags ?? "").split(",");
  return list.map((tag) => String(tag).trim()).filter((tag) => tag !== "");
}

function text(row: ManagementRow, name: string): string {
  const value = row[name];
  return typeof value === "string" ? value : "";
}

function fields(value: unknown): ManagementRow {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
