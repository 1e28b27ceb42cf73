import { credentials, type Options, type SocketOptions } from "amqplib";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Peer } from "../observe/instrumentation.js";
import { shown } from "../options/known-options.js";

/** One node of the broker, for one virtual host. Internal: users see its `peer`. */
export interface Endpoint {
  /** The argument of amqplib's `connect`. Contains the password: never print it or expose it. */
  readonly target: Options.Connect;
  /** Credentials of a mechanism other than PLAIN, as the URL asks for. Never expose them. */
  readonly credentials: SocketOptions["credentials"] | undefined;
  /** `host:port`, safe to print. */
  readonly node: string;
  readonly vhost: string;
  /** Node and virtual host only. */
  readonly peer: Peer;
}

/** The virtual host in a URL's path; `undefined` if there is none, which means `/` (RabbitMQ URI specification). */
export function urlVhost(url: string): string | undefined {
  return parseBrokerUrl(url).vhost;
}

/**
 * Parses one URL. `vhost` overrides its path; its `heartbeat` parameter overrides `heartbeat`. Throws a
 * `ConfigurationError` that does not repeat the URL.
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
      // amqplib falls back to guest only if both are absent, and decodes the virtual host once more
      ...(username === undefined || password === undefined ? {} : { username, password }),
      vhost: encodeURIComponent(host),
      heartbeat: parameters.heartbeat ?? checkHeartbeat(heartbeat),
      ...(parameters.frameMax === undefined ? {} : { frameMax: parameters.frameMax }),
      ...(parameters.channelMax === undefined ? {} : { channelMax: parameters.channelMax }),
    },
  };
}

/** How a client authenticates (SASL). */
type Mechanism = "plain" | "amqplain" | "external";

/** The connection settings in a URL's query. */
export interface UrlParameters {
  /** Seconds. */
  readonly heartbeat: number | undefined;
  readonly frameMax: number | undefined;
  readonly channelMax: number | undefined;
  /** For amqplib; `undefined` is its default, PLAIN with the URL's user name and password. */
  readonly credentials: ReturnType<typeof credentials.plain | typeof credentials.external> | undefined;
}

/** One parameter as the URL spells it. */
interface Parameter {
  readonly name: string;
  readonly value: string;
}

/** Keyed by their names in RabbitMQ's URI query parameters and in amqplib's. */
const NAMES: Readonly<Record<string, "heartbeat" | "frameMax" | "channelMax" | "mechanism">> = {
  heartbeat: "heartbeat",
  frameMax: "frameMax",
  frame_max: "frameMax",
  channelMax: "channelMax",
  channel_max: "channelMax",
  auth_mechanism: "mechanism",
};

/** Parameters that RabbitMQ's own clients accept and this SDK accepts elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  connection_timeout: "startTimeout of connect()",
  cacertfile: "socket.ca of connect()",
  certfile: "socket.cert of connect()",
  keyfile: "socket.key of connect()",
  password: "socket.passphrase of connect()",
  verify: "socket.rejectUnauthorized of connect()",
  server_name_indication: "socket.servername of connect()",
};

/** The smallest frame size that AMQP 0-9-1 lets a peer negotiate; 0 means no limit. */
const LEAST_FRAME_MAX = 4_096;
/** The longest heartbeat interval, and the largest number of channels: 16 bits. */
const SHORT_MAX = 65_535;

/**
 * Parses a URL's query. An unknown parameter, a duplicate or an invalid value throws `ConfigurationError`: ignoring it
 * could leave a connection without heartbeats, or log in as another user.
 */
export function urlParameters({ parameters, username, password }: BrokerUrl): UrlParameters {
  const values = new Map<string, Parameter>();
  for (const [name, value] of parameters) {
    const known = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (known === undefined) throw new ConfigurationError(unknownParameter(name));
    if (values.has(known)) throw new ConfigurationError(`url has the parameter ${name} more than once`);
    values.set(known, { name, value });
  }
  const frameMax = whole(values.get("frameMax"), 2 ** 32 - 1);
  if (frameMax !== undefined && frameMax !== 0 && frameMax < LEAST_FRAME_MAX) {
    throw new ConfigurationError(`frameMax in url must be 0 (no limit) or at least ${LEAST_FRAME_MAX} bytes`);
  }
  return {
    heartbeat: whole(values.get("heartbeat"), SHORT_MAX, " of seconds, such as 10"),
    frameMax,
    channelMax: whole(values.get("channelMax"), SHORT_MAX),
    credentials: mechanismCredentials(values.get("mechanism")?.value, username, password),
  };
}

/** Validates the `heartbeat` option of `connect`, in seconds. Throws `ConfigurationError`. */
export function checkHeartbeat(heartbeat: unknown): number {
  if (Number.isInteger(heartbeat) && Number(heartbeat) >= 0 && Number(heartbeat) <= SHORT_MAX)
    return Number(heartbeat);
  throw new ConfigurationError(
    `heartbeat must be a whole number of seconds from 0 (none) to ${SHORT_MAX}, such as 10, not ${shown(heartbeat)}`,
  );
}

/** The name cannot be part of a password: a query followed by an `@` has been rejected before. */
function unknownParameter(name: string): string {
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return `url has the parameter ${name}; use ${elsewhere}`;
  const known = Object.keys(NAMES).join(", ");
  return `url has the unknown parameter ${JSON.stringify(name.slice(0, 64))}; known parameters: ${known}`;
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
    "url has both a user name or password and auth_mechanism=external, which takes the user from the client's certificate: remove one",
  );
}

function isMechanism(text: string): text is Mechanism {
  return text === "plain" || text === "amqplain" || text === "external";
}

/** The parts of a broker URL, decoded. Contains the password: never print it. */
export interface BrokerUrl {
  readonly protocol: "amqp" | "amqps";
  /** Both are `undefined` when the URL has neither. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly hostname: string;
  readonly port: number;
  /** `undefined` if the URL has no path, which means `/` (RabbitMQ URI specification). */
  readonly vhost: string | undefined;
  readonly parameters: URLSearchParams;
}

const FORM = "url is not of the form amqp://user:password@host:5672/vhost or amqps://…";
const DEFAULT_PORTS = { amqp: 5672, amqps: 5671 } as const;

/**
 * Parses a URL strictly: delimiters inside the user name, password and virtual host must be percent-encoded. Otherwise
 * part of the password could be mistaken for a host and printed as one. Throws a `ConfigurationError` that repeats
 * nothing from the URL.
 */
export function parseBrokerUrl(url: unknown): BrokerUrl {
  if (typeof url !== "string") throw new ConfigurationError(`${FORM}: not a string`);
  const text = url.trim();
  const ambiguous = ambiguity(text);
  if (ambiguous !== undefined) throw new ConfigurationError(`${FORM}: ${ambiguous}`);
  let parts: URL;
  try {
    parts = new URL(text);
  } catch {
    // the error thrown by `URL` repeats its input, including the password
    throw new ConfigurationError(`${FORM}: ${encode("a host or port that cannot be read", "/, : and @")}`);
  }
  const protocol = parts.protocol === "amqp:" ? "amqp" : parts.protocol === "amqps:" ? "amqps" : undefined;
  if (protocol === undefined)
    throw new ConfigurationError(`${FORM}: the scheme is neither amqp:// nor amqps://`);
  if (parts.hostname === "") throw new ConfigurationError(`${FORM}: the host is missing`);
  if (parts.port === "0") throw new ConfigurationError(`${FORM}: the port is 0`);
  const hasUser = parts.username !== "" || parts.password !== "";
  const path = parts.pathname.slice(1);
  return {
    protocol,
    username: hasUser ? decoded(parts.username) : undefined,
    password: hasUser ? decoded(parts.password) : undefined,
    hostname: parts.hostname.replace(/^\[|\]$/g, ""),
    port: Number(parts.port) || DEFAULT_PORTS[protocol],
    vhost: path === "" ? undefined : decoded(path),
    parameters: parts.searchParams,
  };
}

/** What a parser would silently read as a different URL from the intended one. */
function ambiguity(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return "it contains a space or a line break";
  if (text.includes("#")) return encode("an unencoded #", "#");
  if (text.includes("\\")) return encode("an unencoded \\", "\\");
  const afterScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const end = afterScheme.search(/[/?]/);
  const authority = end < 0 ? afterScheme : afterScheme.slice(0, end);
  if (authority.split("@").length > 2) return encode("more than one @ before the host", "@");
  if (end >= 0 && afterScheme.slice(end).includes("@"))
    return encode(`an @ after the first ${afterScheme[end]}`, `${afterScheme[end]} and @`);
  return undefined;
}

function encode(found: string, characters: string): string {
  return `it contains ${found}; percent-encode ${characters} in the user name, password and virtual host (# is %23, / is %2F, : is %3A, ? is %3F, @ is %40)`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigurationError(
      `${FORM}: ${encode("a % that does not start a percent-encoded character", "%")}, and % itself as %25`,
    );
  }
}
