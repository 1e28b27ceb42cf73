import type { RuleDoc } from "./rule.js";

/** What a rule about a running broker documents. */
interface BrokerRuleDoc extends RuleDoc {
  readonly category: "broker";
}

const redeclare =
  "Correct the contract, or delete the queue or exchange while no service runs, and start the service again.";
const importDefinitions =
  "Start the service that declares it, or import what `rabbitgen topology --format definitions` prints.";

/** Every difference between a contract and a broker, sorted by id: `topology --against-broker` and `queues` find them. */
export const brokerRules = [
  {
    id: "binding-foreign",
    category: "broker",
    severity: "info",
    otherSeverities: { warning: "where the exchange is one of the contract" },
    title: "A queue is bound with a key that the contract does not have",
    why: "Messages reach the queue that its service does not expect; the SDK never removes a binding.",
    fix: "Unbind the queue when no old version of the service needs the binding, or add the event to the contract.",
  },
  {
    id: "binding-missing",
    category: "broker",
    severity: "error",
    title: "A queue is not bound with one of its keys",
    why: "Events with that key do not reach the queue, and are lost if no other queue takes them.",
    fix: importDefinitions,
  },
  {
    id: "exchange-differs",
    category: "broker",
    severity: "error",
    title: "An exchange was declared with other settings",
    why: "RabbitMQ refuses to declare an existing exchange with another type or other arguments (406), so services cannot start.",
    fix: redeclare,
  },
  {
    id: "exchange-missing",
    category: "broker",
    severity: "error",
    title: "An exchange does not exist",
    why: "Publishing to an exchange that does not exist closes the channel, and nothing is delivered.",
    fix: importDefinitions,
  },
  {
    id: "permissions-differ",
    category: "broker",
    severity: "warning",
    otherSeverities: { error: "where the user may not enter the virtual host" },
    title: "A user may do more or less than its service needs",
    why: "With too few permissions a service is refused (403); with too many, a leaked password reaches more than it must.",
    fix: "Run the commands of `rabbitgen topology --format rabbitmqctl`.",
  },
  {
    id: "permissions-foreign",
    category: "broker",
    severity: "warning",
    title: "A user may enter a virtual host its service does not need",
    why: "A leaked password of the service reaches messages of others.",
    fix: "Run `rabbitmqctl clear_permissions` for the user in that virtual host.",
  },
  {
    id: "queue-differs",
    category: "broker",
    severity: "warning",
    otherSeverities: { error: "where the service declares the queue, which RabbitMQ refuses (406)" },
    title: "A queue was declared with other settings",
    why: "A queue that is not durable loses its messages when the broker restarts, and one with other arguments limits or loses them.",
    fix: redeclare,
  },
  {
    id: "queue-missing",
    category: "broker",
    severity: "error",
    title: "A queue does not exist",
    why: "Events that are published before the queue exists do not reach its service.",
    fix: importDefinitions,
  },
  {
    id: "queue-orphan",
    category: "broker",
    severity: "warning",
    otherSeverities: { info: "where a service may have named its queue in code" },
    title: "A queue of the SDK that nothing in the contract leads to",
    why: "Messages in the retry or dead-letter queue of a removed consumer, or of a delay that changed, are never consumed.",
    fix: "Move what is in it, then delete the queue.",
  },
  {
    id: "queue-policy",
    category: "broker",
    severity: "warning",
    title: "A policy can lose messages of a queue, or the queue",
    why: "A shorter message-ttl, max-length or expires drops messages before their service has handled them.",
    fix: "Exclude the queue from the policy, or set the limit in the contract.",
  },
  {
    id: "queue-unconsumed",
    category: "broker",
    severity: "warning",
    title: "Messages wait in a queue without a consumer",
    why: "Nothing handles the messages until the service consumes again.",
    fix: "Start the service, and see why it stopped.",
  },
  {
    id: "topic-permissions-differ",
    category: "broker",
    severity: "warning",
    title: "A user may use other routing keys than its service needs",
    why: "A service may publish, or bind its queue to, events of others.",
    fix: "Run the commands of `rabbitgen topology --format rabbitmqctl`.",
  },
  {
    id: "user-missing",
    category: "broker",
    severity: "warning",
    title: "A service has no user of its name",
    why: "The service connects as another user, whose permissions are not those that it needs.",
    fix: "Add the user with `rabbitmqctl add_user`, and run the commands of `rabbitgen topology --format rabbitmqctl`.",
  },
  {
    id: "user-tagged",
    category: "broker",
    severity: "warning",
    title: "The user of a service has a tag of the management API",
    why: "Tags such as administrator allow what permissions do not limit.",
    fix: "Run `rabbitmqctl set_user_tags <user>` without tags.",
  },
  {
    id: "vhost-missing",
    category: "broker",
    severity: "error",
    title: "A virtual host does not exist, or cannot be entered",
    why: "Services that publish or consume there cannot connect.",
    fix: "Add it with `rabbitmqctl add_vhost`, let the user in with `set_permissions`, or map its name with `--vhost`.",
  },
] as const satisfies readonly BrokerRuleDoc[];

/** The id of a rule about a running broker. */
export type BrokerRuleId = (typeof brokerRules)[number]["id"];
