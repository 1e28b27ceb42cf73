import { credentials, type Options, type SocketOptions } from "amqplib";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Peer } from "../observe/instrumentation.js";
import { shown } from "../options/known-options.js";
import { type BrokerUrl, parseBrokerUrl } from "./broker-url.js";

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

/** How a client proves who it is (SASL). */
type Mechanism = "plain" | "amqplain" | "external";

/** What a URL's query says of the connection. */
export interface UrlParameters {
  /** Seconds. */
  readonly heartbeat: number | undefined;
  readonly frameMax: number | undefined;
  readonly channelMax: number | undefined;
  /** For amqplib; `undefined` is its default, PLAIN with the URL's user name and password. */
  readonly credentials: ReturnType<typeof credentials.plain | typeof credentials.external> | undefined;
}

/** One as the URL spells it. */
interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** By their names in RabbitMQ's URI query parameters, and in amqplib's. */
const NAMES: Readonly<Record<string, "heartbeat" | "frameMax" | "channelMax" | "mechanism">> = {
  heartbeat: "heartbeat",
  frameMax: "frameMax",
  frame_max: "frameMax",
  channelMax: "channelMax",
  channel_max: "channelMax",
  auth_mechanism: "mechanism",
};

/** Parameters that RabbitMQ's own clients take and this SDK takes elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  connection_timeout: "startTimeout of connect()",
  cacertfile: "socket.ca of connect()",
  certfile: "socket.cert of connect()",
  keyfile: "socket.key of connect()",
  password: "socket.passphrase of connect()",
  verify: "socket.rejectUnauthorized of connect()",
  server_name_indication: "socket.servername of connect()",
};

/** The smallest frame that AMQP 0-9-1 lets a peer ask for; 0 is no limit. */
const LEAST_FRAME_MAX = 4_096;
/** Longest interval of heartbeats, and most channels: 16 bits. */
const SHORT_MAX = 65_535;

/**
 * Reads a URL's query. A parameter that is not known, is there twice or has no usable value throws
 * `ConfigurationError`: ignored, it would leave a connection without heartbeats, or log in as somebody else.
 */
export function urlParameters({ parameters, username, password }: BrokerUrl): UrlParameters {
  const values = new Map<string, Parameter>();
  for (const [name, value] of parameters) {
    const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (known === undefined) throw new ConfigurationError(unknownParameter(name));
    if (values.has(known)) throw new ConfigurationError(`url has the parameter ${name} twice`);
    values.set(known, { name, value });
  }
  const frameMax = whole(values.get("frameMax"), 2 ** 32 - 1);
  if (frameMax !== undefined && frameMax !== 0 && frameMax < LEAST_FRAME_MAX) {
    throw new ConfigurationError(`frameMax in url must be 0 (no limit) or from ${LEAST_FRAME_MAX} bytes`);
  }
  return {
    heartbeat: whole(values.get("heartbeat"), SHORT_MAX, " of seconds, such as 10"),
    frameMax,
    channelMax: whole(values.get("channelMax"), SHORT_MAX),
    credentials: mechanismCredentials(values.get("mechanism")?.value, username, password),
  };
}

/** Seconds between heartbeats as `connect` takes them. Throws `ConfigurationError`. */
export function checkHeartbeat(heartbeat: unknown): number {
  if (Number.isInteger(heartbeat) && Number(heartbeat) >= 0 && Number(heartbeat) <= SHORT_MAX)
    return Number(heartbeat);
  throw new ConfigurationError(
    `heartbeat must be a whole number of seconds from 0 (none) to ${SHORT_MAX}, such as 10, not ${shown(heartbeat)}`,
  );
}

/** The name is no piece of a password: a query that is followed by an `@` is refused before. */
function unknownParameter(name: string): string {
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return `url has the parameter ${name}, which is ${elsewhere}`;
  const known = Object.keys(NAMES).join(", ");
  return `url has the unknown parameter ${JSON.stringify(name.slice(0, 64))}; known are ${known}`;
}

function whole(parameter: Parameter | undefined, most: number, unit = ""): number | undefined {
  if (parameter === undefined) return undefined;
  const { name, value } = parameter;
  if (/^\d{1,10}$/.test(value) && Number(value) <= most) return Number(value);
  throw new ConfigurationError(`${name} in url must be a whole number${unit}, at most ${most}`);
}

function mechanismCredentials(
  text: string | undefined,
  username = "guest",
  password: string | undefined = undefined,
): UrlParameters["credentials"] {
  if (text === undefined) return undefined;
  const mechanism = text.toLowerCase();
  if (!isMechanism(mechanism))
    throw new ConfigurationError("auth_mechanism in url must be plain, amqplain or external");
  if (mechanism === "plain") return undefined;
  if (mechanism === "amqplain") return credentials.amqplain(username, password ?? "guest");
  if (password === undefined) return credentials.external();
  throw new ConfigurationError(
    "url has a user name or password, and auth_mechanism=external takes the user from the client's certificate: leave one out",
  );
}

function isMechanism(text: string): text is Mechanism {
  return text === "plain" || text === "amqplain" || text === "external";
}
