import { resourceName } from "../model/resource-name.js";
import type { BrokerPermissions, BrokerUserOptions } from "../options.js";
import { AmqpError } from "../protocol/amqp-error.js";

export type Permission = keyof BrokerPermissions;

/** What a user may do in one virtual host. */
export interface Access {
  readonly user: string;
  /** Throws 403 with RabbitMQ's text if the user has no such permission. */
  require(permission: Permission, kind: "queue" | "exchange", name: string): void;
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
    for (const { permissions = {} } of this.#users.values())
      for (const one of Object.values(permissions)) compile(one);
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
    const { permissions } = this.#users.get(user) ?? {};
    if (permissions === undefined) return { user, require: () => {} };
    const own = permissions[vhost];
    if (own === undefined) return undefined;
    const patterns = compile(own);
    return {
      user,
      require(permission, kind, name) {
        const called = kind === "exchange" && name === "" ? "amq.default" : name;
        if (patterns[permission].test(called)) return;
        const of = resourceName(kind, called, vhost);
        throw new AmqpError("ACCESS_REFUSED", `${permission} access to ${of} refused for user '${user}'`);
      },
    };
  }
}

function compile({ configure, write, read }: BrokerPermissions): Record<Permission, RegExp> {
  const pattern = (source: string) => new RegExp(source === "" ? "^$" : source);
  return { configure: pattern(configure), write: pattern(write), read: pattern(read) };
}
