import type { Options, SocketOptions } from "amqplib";
import type { Peer } from "../observe/instrumentation.js";
import { parseBrokerUrl } from "./broker-url.js";
import { checkHeartbeat, urlParameters } from "./url-parameters.js";

/** One node of the broker, for one virtual host. Internal: what users are given is its `peer`. */
export interface Endpoint {
  /** What amqplib's `connect` takes. Holds the password: never print it, never hand it out. */
  readonly target: Options.Connect;
  /** Credentials of another mechanism than PLAIN, as the URL asks for. Never hand them out. */
  readonly credentials: SocketOptions["credentials"] | undefined;
  /** `host:port`, safe to print. */
  readonly node: string;
  readonly vhost: string;
  /** Node and virtual host alone. */
  readonly peer: Peer;
}

/** The virtual host in a URL's path; `undefined` when it has none, which means `/` (RabbitMQ's URI specification). */
export function urlVhost(url: string): string | undefined {
  return parseBrokerUrl(url).vhost;
}

/**
 * Reads one URL. `vhost` overrides its path; its `heartbeat` parameter overrides `heartbeat`. Throws
 * `ConfigurationError`, which does not repeat the URL.
 */
export function endpoint(url: string, vhost: string | undefined, heartbeat: number): Endpoint {
  const parts = parseBrokerUrl(url);
  const { protocol, hostname, port, username, password } = parts;
  const parameters = urlParameters(parts);
  const host = vhost ?? parts.vhost ?? "/";
  const node = `${hostname}:${port}`;
  return {
    node,
    vhost: host,
    peer: Object.freeze({ node, vhost: host }),
    credentials: parameters.credentials,
    target: {
      protocol,
      hostname,
      port,
      // amqplib falls back to guest only when both are absent, and decodes the virtual host once more
      ...(username === undefined || password === undefined ? {} : { username, password }),
      vhost: encodeURIComponent(host),
      heartbeat: parameters.heartbeat ?? checkHeartbeat(heartbeat),
      ...(parameters.frameMax === undefined ? {} : { frameMax: parameters.frameMax }),
      ...(parameters.channelMax === undefined ? {} : { channelMax: parameters.channelMax }),
    },
  };
}
