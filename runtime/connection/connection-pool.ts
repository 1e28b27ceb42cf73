import { ClosedError, ConfigurationError } from "../errors/rabbit-error.js";
import type { ConnectionHealth, EventHub, Role } from "../observe/rabbit-events.js";
import { type ConnectOptions, HEARTBEAT_S, START_TIMEOUT_MS } from "./connect-options.js";
import { ConnectionSupervisor } from "./connection-supervisor.js";
import { type Endpoint, endpoint } from "./endpoint.js";

/** One long-lived connection per role and virtual host, opened when first needed, shared by the whole process. */
export class ConnectionPool {
  readonly #connections = new Map<string, ConnectionSupervisor>();
  readonly #options: ConnectOptions;
  readonly #hub: EventHub;
  #closed = false;

  constructor(options: ConnectOptions, hub: EventHub) {
    this.#options = options;
    this.#hub = hub;
  }

  /** `vhost` is the contract's name; `undefined` is the URL's virtual host. Rejects as a first connection does. */
  async get(wanted: "publishing" | "consuming", vhost: string | undefined): Promise<ConnectionSupervisor> {
    if (this.#closed) throw new ClosedError("this rabbit is closed");
    const role: Role = this.#options.connections === "single" ? "shared" : wanted;
    const endpoints = this.#endpoints(vhost);
    const key = JSON.stringify([role, endpoints[0].vhost]);
    const known = this.#connections.get(key);
    const connection = known ?? this.#open(role, endpoints);
    this.#connections.set(key, connection);
    try {
      await connection.started;
    } catch (error) {
      this.#connections.delete(key); // allows a later call to try again
      throw error;
    }
    return connection;
  }

  /** The state of every connection. */
  health(): readonly ConnectionHealth[] {
    return [...this.#connections.values()].map((connection) => connection.health);
  }

  /** Closes every connection within `ms` milliseconds; close their channels first. */
  async close(ms: number): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#connections.values()].map((connection) => connection.close(ms)));
  }

  #open(role: Role, endpoints: readonly [Endpoint, ...Endpoint[]]): ConnectionSupervisor {
    const { service, credentials, socket = {}, startTimeout = START_TIMEOUT_MS } = this.#options;
    const opened = (own: ConnectionSupervisor): void => {
      for (const other of this.#connections.values()) if (other !== own) other.hurry();
    };
    const settings = { role, service, endpoints, credentials, socket, startTimeout, opened };
    return new ConnectionSupervisor(settings, this.#hub);
  }

  #endpoints(vhost: string | undefined): readonly [Endpoint, ...Endpoint[]] {
    const { url, vhosts = {}, heartbeat = HEARTBEAT_S } = this.#options;
    const mapped = vhost !== undefined && Object.hasOwn(vhosts, vhost) ? (vhosts[vhost] ?? vhost) : vhost;
    const [first, ...others] = (typeof url === "string" ? [url] : url).map((one) =>
      endpoint(one, mapped, heartbeat),
    );
    if (first === undefined) throw new ConfigurationError("url is an empty list");
    return [first, ...others];
  }
}
