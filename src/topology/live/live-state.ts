import type { NeededBinding, Permissions, TopicPermissions } from "../topology.js";

/** What a broker has, of what a topology needs and beside it. What could not be seen is `undefined`. */
export interface LiveState {
  /** Of the topology's virtual hosts those that are there, and can be entered. */
  readonly vhosts: ReadonlyMap<string, VhostState>;
  /** Why a virtual host is not among them, if the broker said so. */
  readonly refused: ReadonlyMap<string, string>;
  readonly users: UsersState | undefined;
  /** What could not be seen, and why: sentences. */
  readonly unseen: readonly string[];
}

/** One virtual host. */
export interface VhostState {
  readonly exchanges: ReadonlyMap<string, ExchangeState>;
  readonly queues: ReadonlyMap<string, QueueState>;
  readonly bindings: readonly NeededBinding[] | undefined;
}

/** An exchange; AMQP shows only that it exists. */
export interface ExchangeState {
  readonly declared: DeclaredExchange | undefined;
}

/** How an exchange was declared. */
export interface DeclaredExchange {
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A queue; AMQP shows only that it exists, and whether it is exclusive to another connection. */
export interface QueueState {
  readonly declared: DeclaredQueue | undefined;
  readonly isExclusive: boolean;
}

/** How a queue was declared, and what a policy adds. */
export interface DeclaredQueue {
  /** `quorum`, `classic` or `stream`. */
  readonly type: string;
  readonly durable: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly policy:
    | { readonly name: string; readonly definition: Readonly<Record<string, unknown>> }
    | undefined;
}

/** The users with what they may do. */
export interface UsersState {
  /** The tags of each, by name. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly permissions: readonly (Permissions & { readonly user: string })[];
  readonly topicPermissions: readonly (TopicPermissions & { readonly user: string })[];
}
