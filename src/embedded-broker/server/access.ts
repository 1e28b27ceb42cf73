import { resourceName } from "../model/resource-name.js";
import type { BrokerPermissions, BrokerTopicPermissions, BrokerUserOptions } from "../options.js";
import { AmqpError } from "../protocol/amqp-error.js";

export type Permission = keyof BrokerPermissions;

/** What a user may do in one virtual host. */
export interface Access {
  readonly user: string;
  /** Throws 403 with RabbitMQ's text if the user has no such permission. */
  require(permission: Permission, kind: "queue" | "exchange", name: string): void;
  /** Throws 403 with RabbitMQ's text if the user may not use a routing key at an exchange; only topic exchanges limit them. */
  requireKey(permission: TopicPermission, exchange: Keyed, routingKey: string): void;
}

type TopicPermission = keyof BrokerTopicPermissions;

/** What of an exchange says whether it limits routing keys. */
interface Keyed {
  readonly name: string;
  readonly definition: { readonly type: string };
}

/** The users of the broker with their passwords and permissions. */
export class Users {
  readonly #users: ReadonlyMap<string, BrokerUserOptions>;

  constructor(users: Readonly<Record<string, string | BrokerUserOptions>>) {
    const entries = Object.entries(users);
    this.#users = new Map(
      entries.map(([name, user]) => [name, typeof user === "string" ? { password: user } : user]),
    );
    // compiled here, so that a wrong pattern is found at the start
    for (const { permissions = {}, topicPermissions = {} } of this.#users.values()) {
      for (const one of Object.values(permissions)) for (const source of Object.values(one)) compile(source);
      for (const topics of Object.values(topicPermissions))
        for (const one of Object.values(topics)) for (const source of Object.values(one)) compile(source);
    }
  }

  /** The first one, whose credentials the broker's URL carries. */
  get first(): readonly [name: string, password: string] | undefined {
    const [entry] = this.#users;
    return entry === undefined ? undefined : [entry[0], entry[1].password];
  }

  authenticate(name: string, password: string): boolean {
    return this.#users.get(name)?.password === password;
  }

  /** Undefined if the user has no permissions at all in the virtual host, and may not open it. */
  access(user: string, vhost: string): Access | undefined {
    const { permissions, topicPermissions } = this.#users.get(user) ?? {};
    const requireKey = keyAccess(user, vhost, topicPermissions?.[vhost] ?? {});
    if (permissions === undefined) return { user, require: () => {}, requireKey };
    const own = permissions[vhost];
    if (own === undefined) return undefined;
    const patterns: Record<Permission, RegExp> = {
      configure: compile(own.configure),
      write: compile(own.write),
      read: compile(own.read),
    };
    return {
      user,
      require(permission, kind, name) {
        const called = kind === "exchange" && name === "" ? "amq.default" : name;
        if (patterns[permission].test(called)) return;
        const of = resourceName(kind, called, vhost);
        throw new AmqpError("ACCESS_REFUSED", `${permission} access to ${of} refused for user '${user}'`);
      },
      requireKey,
    };
  }
}

function keyAccess(
  user: string,
  vhost: string,
  topics: Readonly<Record<string, BrokerTopicPermissions>>,
): Access["requireKey"] {
  const patterns = new Map(
    Object.entries(topics).map(([exchange, { write, read }]) => {
      const expanded = (source: string) =>
        compile(source.replaceAll("{username}", () => user).replaceAll("{vhost}", () => vhost));
      return [exchange, { write: expanded(write), read: expanded(read) }];
    }),
  );
  return (permission, { name, definition }, routingKey) => {
    if (definition.type !== "topic" || (patterns.get(name)?.[permission].test(routingKey) ?? true)) return;
    const of = `topic '${routingKey}' in ${resourceName("exchange", name, vhost)}`;
    throw new AmqpError("ACCESS_REFUSED", `${permission} access to ${of} refused for user '${user}'`);
  };
}

function compile(source: string): RegExp {
  return new RegExp(source === "" ? "^$" : source);
}
