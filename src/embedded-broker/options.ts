import type { BrokerClock } from "./clock.js";
import type { Happening } from "./happening.js";

/** Settings of `startEmbeddedBroker`; each has a default that suits tests. */
export interface EmbeddedBrokerOptions {
  /** The TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default, so that no other machine can connect. */
  readonly host?: string;
  /** Users by name, each with a password, or with a password and permissions; `guest` with `guest` by default. */
  readonly users?: Readonly<Record<string, string | BrokerUserOptions>>;
  /**
   * The virtual hosts besides `/`. With `on-demand`, the default, one is created when a connection opens it; with a
   * list, others are refused as RabbitMQ does (530, "vhost x not found").
   */
  readonly vhosts?: readonly string[] | "on-demand";
  /** The time that TTLs and queue expiry run on; the system's by default. */
  readonly clock?: BrokerClock;
  /** The largest frame in bytes; 131,072 by default, as RabbitMQ's. At least 8,192. */
  readonly frameMax?: number;
  /** The heartbeat that is proposed to clients, in seconds; 60 by default, as RabbitMQ's. 0 turns heartbeats off. */
  readonly heartbeat?: number;
  /** Channels per connection; 2,047 by default, as RabbitMQ's. */
  readonly channelMax?: number;
  /** The largest message body in bytes; 16,777,216 by default, as RabbitMQ 4's. */
  readonly maxMessageSize?: number;
  /**
   * Called for everything that happens to a message, synchronously and in order. What it throws is raised as an
   * uncaught exception, and does not disturb the broker.
   */
  readonly observe?: (happening: Happening) => void;
}

/** A user with limited rights, as `rabbitmqctl add_user` and `set_permissions` make one. */
export interface BrokerUserOptions {
  readonly password: string;
  /** Permissions by virtual host; without this, the user may do everything everywhere. */
  readonly permissions?: Readonly<Record<string, BrokerPermissions>>;
  /**
   * Topic permissions by virtual host and topic exchange, as `rabbitmqctl set_topic_permissions` makes them; for an
   * exchange without any, all routing keys are allowed.
   */
  readonly topicPermissions?: Readonly<Record<string, Readonly<Record<string, BrokerTopicPermissions>>>>;
}

/**
 * Regular expressions on routing keys: of messages that are published to a topic exchange, and of bindings to it.
 * `{username}` and `{vhost}` stand for the user and the virtual host.
 */
export type BrokerTopicPermissions = Omit<BrokerPermissions, "configure">;

/**
 * Regular expressions on the names of queues and exchanges, unanchored as RabbitMQ's. The empty string matches no
 * name but the empty one.
 */
export interface BrokerPermissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}
