import { compareText } from "../code/compare-text.js";

import { anchored, type Name, namePattern } from "./name-pattern.js";
import type { Permissions, TopicPermissions } from "./topology.js";

/** What RabbitMQ calls the default exchange in permissions. */
const DEFAULT_EXCHANGE = "amq.default";

/** Collects what one service has to be allowed, by virtual host. */
export class Grants {
  readonly #names = new Map<string, GrantedNames>();
  readonly #topics = new Map<string, TopicGrants>();

  /** Allows to connect. */
  enter(vhost: string): void {
    this.#namesIn(vhost);
  }

  /** Allows one name; `""` is the default exchange. */
  allow(vhost: string, permission: "configure" | "write" | "read", name: Name): void {
    this.#namesIn(vhost)[permission].set(JSON.stringify(name), name === "" ? DEFAULT_EXCHANGE : name);
  }

  /**
   * Limits the keys of a topic exchange to those that are allowed: RabbitMQ allows all keys of an exchange that no topic
   * permission is about. `key` is a regular expression without anchors; without it the exchange is limited to no key.
   */
  allowKey(vhost: string, exchange: string, permission: "write" | "read", key?: string): void {
    const at = JSON.stringify([vhost, exchange]);
    const own = this.#topics.get(at) ?? { vhost, exchange, write: [], read: [] };
    if (key !== undefined) own[permission].push(key);
    this.#topics.set(at, own);
  }

  get permissions(): readonly Permissions[] {
    return [...this.#names]
      .sort(([a], [b]) => compareText(a, b))
      .map(([vhost, { configure, write, read }]) => ({
        vhost,
        configure: namePattern(configure.values()),
        write: namePattern(write.values()),
        read: namePattern(read.values()),
      }));
  }

  get topicPermissions(): readonly TopicPermissions[] {
    return [...this.#topics.values()]
      .sort((a, b) => compareText(a.vhost, b.vhost) || compareText(a.exchange, b.exchange))
      .map(({ vhost, exchange, write, read }) => ({
        vhost,
        exchange,
        write: anchored(write),
        read: anchored(read),
      }));
  }

  #namesIn(vhost: string): GrantedNames {
    const known = this.#names.get(vhost) ?? { configure: new Map(), write: new Map(), read: new Map() };
    this.#names.set(vhost, known);
    return known;
  }
}

type GrantedNames = Readonly<Record<"configure" | "write" | "read", Map<string, Name>>>;

interface TopicGrants {
  readonly vhost: string;
  readonly exchange: string;
  readonly write: string[];
  readonly read: string[];
}
