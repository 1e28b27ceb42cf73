import type { Options } from "amqplib";
import { ConfigurationError } from "./rabbit-error.js";

/** One node of the broker, for one virtual host. */
export interface Endpoint {
  /** What amqplib's `connect` takes. Holds the password: never print it. */
  readonly target: Options.Connect;
  /** `host:port`, safe to print. */
  readonly node: string;
  readonly vhost: string;
}

/** The virtual host in a URL's path; `undefined` when it has none, which means `/` (RabbitMQ's URI specification). */
export function urlVhost(url: string): string | undefined {
  const path = parse(url).pathname.slice(1);
  return path === "" ? undefined : decodeURIComponent(path);
}

/** Reads one URL. `vhost` overrides its path. Throws `ConfigurationError`, which does not repeat the URL. */
export function endpoint(url: string, vhost: string | undefined, heartbeat: number): Endpoint {
  const parts = parse(url);
  const hostname = parts.hostname.replace(/^\[|\]$/g, "");
  const port = Number(parts.port) || (parts.protocol === "amqps:" ? 5671 : 5672);
  const host = vhost ?? urlVhost(url) ?? "/";
  const frameMax = parts.searchParams.get("frameMax");
  const channelMax = parts.searchParams.get("channelMax");
  return {
    node: `${hostname}:${port}`,
    vhost: host,
    target: {
      protocol: parts.protocol.slice(0, -1),
      hostname,
      port,
      // amqplib falls back to guest only when both are absent, and decodes the virtual host once more
      ...(parts.username === "" && parts.password === ""
        ? {}
        : { username: decodeURIComponent(parts.username), password: decodeURIComponent(parts.password) }),
      vhost: encodeURIComponent(host),
      heartbeat: Number(parts.searchParams.get("heartbeat") ?? heartbeat),
      ...(frameMax === null ? {} : { frameMax: Number(frameMax) }),
      ...(channelMax === null ? {} : { channelMax: Number(channelMax) }),
    },
  };
}

function parse(url: string): URL {
  let parts: URL | undefined;
  try {
    parts = new URL(url);
    decodeURIComponent(parts.username + parts.password + parts.pathname);
  } catch {
    parts = undefined; // the error of `URL` repeats its input, password included
  }
  if (parts === undefined || !/^amqps?:$/.test(parts.protocol) || parts.hostname === "") {
    throw new ConfigurationError("url is not of the form amqp://user:password@host:5672/vhost or amqps://…");
  }
  return parts;
}
