import type { DeclareMode } from "../../../runtime/topology/queue-plan.js";
import {
  isPredeclared,
  type NeededQueue,
  type Topology,
  type UserTopology,
  type VhostTopology,
} from "../topology.js";
import type { BrokerFinding } from "./broker-finding.js";
import { compareQueue } from "./compare-queue.js";
import type { DeclaredExchange, LiveState, UsersState, VhostState } from "./live-state.js";

/** Everything in which a broker differs from a topology that was made for the same way to declare. */
export function compareBroker(
  { vhosts, users }: Topology,
  state: LiveState,
  declare: DeclareMode,
): readonly BrokerFinding[] {
  return [
    ...vhosts.flatMap((vhost) => {
      const own = state.vhosts.get(vhost.name);
      if (own === undefined) return [missingVhost(vhost.name, state.refused.get(vhost.name))];
      return [
        ...exchanges(vhost, own, declare),
        ...vhost.queues.flatMap((queue) => queueFindings(vhost.name, queue, own, declare)),
        ...bindings(vhost, own, declare),
      ];
    }),
    ...(state.users === undefined ? [] : users.flatMap((user) => userFindings(user, state.users))),
  ];
}

function missingVhost(vhost: string, why: string | undefined): BrokerFinding {
  return {
    rule: "vhost-missing",
    severity: "error",
    vhost,
    name: undefined,
    message: why === undefined ? `The virtual host ${vhost} does not exist.` : `${capital(why)}.`,
    help: "Create it with rabbitmqctl add_vhost, or import the output of --format definitions; grant access with set_permissions; or map the name with --vhost.",
  };
}

/** What a service declares itself is there once it has started. */
function whoMakes(declare: DeclareMode): string {
  return declare === "assert"
    ? 'The service declares it when it starts, unless it connects with declare: "check" or "none"; in that case import the output of --format definitions.'
    : "Import the output of --format definitions (rabbitmqctl import_definitions); in this mode no service declares it.";
}

function exchanges(
  { name: vhost, exchanges: needed }: VhostTopology,
  state: VhostState,
  declare: DeclareMode,
): readonly BrokerFinding[] {
  return needed.flatMap(({ name, type }): BrokerFinding[] => {
    if (isPredeclared(name)) return [];
    const own = state.exchanges.get(name);
    const at = { severity: "error", vhost, name } as const;
    if (own === undefined) {
      const help = type === undefined ? "It belongs to another owner, which declares it." : whoMakes(declare);
      return [{ ...at, rule: "exchange-missing", message: `The exchange ${name} does not exist.`, help }];
    }
    const differences =
      own.declared === undefined || type === undefined ? [] : exchangeDifferences(type, own.declared);
    return differences.map((what) => ({
      ...at,
      rule: "exchange-differs",
      message: `The exchange ${name} ${what}.`,
      help: "RabbitMQ cannot change an existing exchange; correct the contract, or delete the exchange while no service is running and redeclare it.",
    }));
  });
}

function exchangeDifferences(type: string, own: DeclaredExchange): readonly string[] {
  const others = Object.keys(own.arguments).sort();
  return [
    ...(own.type === type ? [] : [`is a ${own.type} exchange, but ${type} in the contract`]),
    ...(own.durable ? [] : ["is not durable: it is lost when the broker restarts"]),
    ...(own.autoDelete ? ["is deleted with its last binding (auto_delete)"] : []),
    ...(own.internal ? ["is internal: clients cannot publish to it"] : []),
    ...others.map(
      (name) => `has ${name} ${JSON.stringify(own.arguments[name])}, which the contract does not have`,
    ),
  ];
}

function queueFindings(
  vhost: string,
  queue: NeededQueue,
  state: VhostState,
  declare: DeclareMode,
): readonly BrokerFinding[] {
  const { name, role, isTakenOver } = queue;
  const own = state.queues.get(name);
  if (own === undefined) {
    if (declare === "assert" && (role === "retry" || role === "delay")) return []; // declared when first needed
    const help = isTakenOver ? 'It has "declare": "check"; its owner declares it.' : whoMakes(declare);
    return [
      {
        rule: "queue-missing",
        severity: "error",
        vhost,
        name,
        message: `The queue ${name} does not exist.`,
        help,
      },
    ];
  }
  if (own.isExclusive)
    return [
      {
        rule: "queue-differs",
        severity: "error",
        vhost,
        name,
        message: `The queue ${name} is exclusive to another connection.`,
        help: "Close the connection that declared it; the queue is then deleted and can be redeclared.",
      },
    ];
  return own.declared === undefined ? [] : compareQueue(vhost, queue, own.declared, declare);
}

function bindings(
  { name: vhost, bindings: needed, queues, exchanges: known }: VhostTopology,
  { bindings: own, queues: there }: VhostState,
  declare: DeclareMode,
): readonly BrokerFinding[] {
  if (own === undefined) return [];
  const keyOf = ({ source, destination, routingKey }: (typeof needed)[number]): string =>
    JSON.stringify([source, destination, routingKey]);
  const [wanted, made] = [new Set(needed.map(keyOf)), new Set(own.map(keyOf))];
  const missing = needed
    .filter((binding) => there.has(binding.destination) && !made.has(keyOf(binding)))
    .map(
      ({ source, destination, routingKey }): BrokerFinding => ({
        rule: "binding-missing",
        severity: "error",
        vhost,
        name: destination,
        message: `The queue ${destination} is not bound to ${source} with ${JSON.stringify(routingKey)}.`,
        help: whoMakes(declare),
      }),
    );
  const ours = new Set(queues.filter(({ role }) => role === "work").map(({ name }) => name));
  const foreign = own
    .filter(({ source, destination }) => source !== "" && ours.has(destination))
    .filter((binding) => !wanted.has(keyOf(binding)))
    .map(
      ({ source, destination, routingKey }): BrokerFinding => ({
        rule: "binding-foreign",
        severity: known.some(({ name }) => name === source) ? "warning" : "info",
        vhost,
        name: destination,
        message: `The queue ${destination} is bound to ${source} with ${JSON.stringify(routingKey)} too, which the contract does not have.`,
        help: "Its messages become dead letters unless the queue's consumer handles them. If the binding is obsolete, remove it; the SDK never removes bindings.",
      }),
    );
  return [...missing, ...foreign];
}

function userFindings(user: UserTopology, users: UsersState | undefined): readonly BrokerFinding[] {
  if (users === undefined) return [];
  const { name } = user;
  const tags = users.tags.get(name);
  if (tags === undefined)
    return [
      {
        rule: "user-missing",
        severity: "warning",
        vhost: user.permissions[0]?.vhost ?? "/",
        name,
        message: `There is no user ${name}: what the service ${name} may do cannot be checked.`,
        help: "Create a user named after each service, with the permissions that this command prints.",
      },
    ];
  const own = users.permissions.filter((each) => each.user === name);
  const wanted = new Set(user.permissions.map(({ vhost }) => vhost));
  return [
    ...user.permissions.flatMap((needed): BrokerFinding[] => {
      const found = own.find(({ vhost }) => vhost === needed.vhost);
      const at = { rule: "permissions-differ", vhost: needed.vhost, name } as const;
      const help = `rabbitmqctl set_permissions, as rabbitgen topology --service ${name} --format rabbitmqctl prints it.`;
      if (found === undefined)
        return [{ ...at, severity: "error", message: `${name} has no access to ${needed.vhost}.`, help }];
      return (["configure", "write", "read"] as const)
        .filter((kind) => found[kind] !== needed[kind])
        .map((kind) => ({
          ...at,
          severity: "warning",
          message: `${name} may ${kind} ${found[kind] === "" ? "nothing" : found[kind]}, and needs ${needed[kind]}.`,
          help,
        }));
    }),
    ...own
      .filter(({ vhost }) => !wanted.has(vhost))
      .map(
        ({ vhost }): BrokerFinding => ({
          rule: "permissions-foreign",
          severity: "warning",
          vhost,
          name,
          message: `${name} has access to ${vhost}, which its service does not need.`,
          help: `rabbitmqctl clear_permissions -p <vhost> ${name}, unless something else uses the account.`,
        }),
      ),
    ...topicFindings(user, users),
    ...(tags.length === 0
      ? []
      : [
          {
            rule: "user-tagged",
            severity: "warning",
            vhost: user.permissions[0]?.vhost ?? "/",
            name,
            message: `${name} has the tag ${tags.join(", ")}: it may use the management API, an administrator without any restriction, regardless of permissions.`,
            help: `rabbitmqctl set_user_tags ${name}, without a tag, removes them.`,
          } as const,
        ]),
  ];
}

function topicFindings(
  { name, topicPermissions }: UserTopology,
  users: UsersState,
): readonly BrokerFinding[] {
  const own = users.topicPermissions.filter(({ user }) => user === name);
  return topicPermissions.flatMap((needed): BrokerFinding[] => {
    const { vhost, exchange } = needed;
    const found = own.find((each) => each.vhost === vhost && each.exchange === exchange);
    if (found?.write === needed.write && found.read === needed.read) return [];
    const may = found === undefined ? "with any key" : `with ${found.write} and bind with ${found.read}`;
    return [
      {
        rule: "topic-permissions-differ",
        severity: "warning",
        vhost,
        name,
        message: `${name} may publish to ${exchange} ${may}, and needs ${needed.write} to publish and ${needed.read} to bind.`,
        help: `rabbitmqctl set_topic_permissions, as rabbitgen topology --service ${name} --format rabbitmqctl prints it.`,
      },
    ];
  });
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
