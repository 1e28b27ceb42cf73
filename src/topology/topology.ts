import type { Exchange } from "../../runtime/contract/event-version.js";
import type { QueueDeclaration } from "../../runtime/topology/queue-topology.js";

/** What a contract needs at a broker. Everything is sorted, so that the same contract gives the same topology. */
export interface Topology {
  readonly vhosts: readonly VhostTopology[];
  /** One for each service, called as the service is. */
  readonly users: readonly UserTopology[];
  /** What the topology lacks, and why: sentences for the operator. */
  readonly notes: readonly string[];
}

/** One virtual host: the home of the events that its services publish. */
export interface VhostTopology {
  readonly name: string;
  readonly events: readonly EventFlow[];
  readonly exchanges: readonly NeededExchange[];
  readonly queues: readonly NeededQueue[];
  readonly bindings: readonly NeededBinding[];
}

/** An event with the services that connect for it. */
export interface EventFlow {
  readonly name: string;
  readonly publishers: readonly string[];
  readonly consumers: readonly string[];
}

/** A durable exchange; one without a type belongs to others, and must already exist. */
export interface NeededExchange {
  readonly name: string;
  readonly type: Exchange["type"] | undefined;
}

/** What a queue is there for: a consumer, its dead letters, its retries, or messages that are published with a delay. */
export type NeededRole = "work" | "dead" | "retry" | "delay";

/** A durable queue. */
export interface NeededQueue extends QueueDeclaration {
  readonly role: NeededRole;
  /** Whether others declare it (`"declare": "check"`): of its arguments those are known that the contract says. */
  readonly isTakenOver: boolean;
}

/** A binding of a queue. */
export interface NeededBinding {
  readonly source: string;
  readonly destination: string;
  readonly routingKey: string;
}

/** The user of one service. */
export interface UserTopology {
  readonly name: string;
  /** One for each virtual host that it connects to. */
  readonly permissions: readonly Permissions[];
  readonly topicPermissions: readonly TopicPermissions[];
}

/** Regular expressions on the names of queues and exchanges, as `rabbitmqctl set_permissions` takes them. */
export interface Permissions {
  readonly vhost: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

/** Regular expressions on routing keys: of messages to a topic exchange (`write`), of bindings to it (`read`). */
export interface TopicPermissions {
  readonly vhost: string;
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

/** Whether a broker has an exchange or a queue of this name from its own start, which clients cannot declare. */
export function isPredeclared(name: string): boolean {
  return name === "" || name.startsWith("amq.");
}
