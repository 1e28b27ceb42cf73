import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SocketOptions } from "amqplib";
import type { Contract } from "../contract/contract.js";
import { toError } from "../errors/amqplib-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Log } from "../observe/event-log.js";
import type { Instrumentation } from "../observe/instrumentation.js";
import {
  checkBoolean,
  checkChoice,
  checkMilliseconds,
  checkOptionNames,
  type OptionNames,
} from "../options/known-options.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import type { CredentialsSource } from "./connect-once.js";
import { type Endpoint, endpoint } from "./endpoint.js";

/** Default of `heartbeat`, in seconds. */
export const HEARTBEAT_S: number = 10;
/** Default of `startTimeout`. */
export const START_TIMEOUT_MS: number = 30_000;

/** How to reach the broker, and with which identity. */
export interface ConnectOptions<Service extends string = string, Vhost extends string = string> {
  /**
   * `amqp://user:password@host:5672/vhost`, or `amqps://…`; several URLs are the nodes of one cluster, tried in turn.
   * The query parameters are `heartbeat`, `frameMax`, `channelMax` and `auth_mechanism` (`plain`, `amqplain`,
   * `external`); others are rejected. Percent-encode `/`, `?`, `#`, `@`, `:` and `%` in the user name, password and
   * virtual host.
   */
  readonly url: string | readonly string[];
  /**
   * Returns user name and password before each connection attempt; use it for rotated credentials. Overrides those in
   * the URL. An attempt fails if it throws or takes longer than 10 s. Logs in with PLAIN.
   */
  readonly credentials?: CredentialsSource | undefined;
  /** This service's name in `contract.json`: the `app_id` of its messages, and the source of its defaults. */
  readonly service: Service;
  /** Maps the contract's virtual hosts to their names in this environment: `{ "/svc-order": "/staging-order" }`. */
  readonly vhosts?: Readonly<{ [Name in Vhost]?: string | undefined }> | undefined;
  /**
   * Seconds between heartbeats; a dead peer is detected after two to three of them. 0 disables heartbeats. Default 10.
   */
  readonly heartbeat?: number | undefined;
  /**
   * Milliseconds until `connect` rejects with the last error, and the limit for each `publisher()`, `consumer()`,
   * `pause()` and `resume()`. Default 30,000.
   */
  readonly startTimeout?: number | undefined;
  /**
   * `per-role` (default): one connection for publishing and one for consuming per virtual host, since a memory alarm
   * blocks publishing connections and the acks on them. `single`: exactly one per virtual host.
   */
  readonly connections?: "per-role" | "single" | undefined;
  /** Who declares queues, exchanges and bindings. Default `assert`: this service. */
  readonly declare?: DeclareMode | undefined;
  /**
   * Whether a dead letter carries the stack of the error that caused it, at most 8 KiB, in the header
   * `rabbitgen-error-stack`. Default true; a consumer can override it.
   */
  readonly deadLetterStack?: boolean | undefined;
  /**
   * Where events are logged, one line for each event of `RabbitEvents`: `console`, or any logger with `info`, `warn`
   * and `error`, such as pino. Includes the first connection attempts. Default: nothing is logged.
   */
  readonly log?: Log | undefined;
  /** Hooks for tracing and metrics. Default: none. */
  readonly instrumentation?: Instrumentation | undefined;
  /** TLS and socket options of `node:tls` and amqplib, such as `ca`, `cert`, `key`, `credentials`. */
  readonly socket?: SocketOptions | undefined;
}

const NAMES: OptionNames<ConnectOptions> = {
  url: true,
  credentials: true,
  service: true,
  vhosts: true,
  heartbeat: true,
  startTimeout: true,
  connections: true,
  declare: true,
  deadLetterStack: true,
  log: true,
  instrumentation: true,
  socket: true,
};

/** Checks the options of `connect` before anything is dialled. Throws `ConfigurationError`. */
export function checkConnectOptions(options: ConnectOptions, contract: Contract): void {
  checkOptionNames("connect()", options, NAMES);
  const { url, heartbeat = HEARTBEAT_S, startTimeout, connections, declare, vhosts, socket = {} } = options;
  const urls: readonly unknown[] = Array.isArray(url) ? url : [url];
  if (urls.length === 0 || urls.some((each) => each === undefined || each === ""))
    throw new ConfigurationError("connect() needs a url, such as amqp://localhost");
  if (typeof options.service !== "string" || options.service === "")
    throw new ConfigurationError("connect() needs service, the service's name in contract.json");
  const endpoints = urls.map((each) => endpoint(each as string, undefined, heartbeat));
  if (socket.credentials !== undefined && endpoints.some(({ credentials }) => credentials !== undefined))
    throw new ConfigurationError(
      "both url (auth_mechanism) and socket (credentials) set how to log in: remove one",
    );
  checkSource(options, endpoints);
  checkMilliseconds("startTimeout", startTimeout);
  checkChoice("connections", connections, ["per-role", "single"]);
  checkChoice("declare", declare, ["assert", "check", "none"]);
  checkBoolean("deadLetterStack", options.deadLetterStack);
  checkVhosts(vhosts, contract.vhosts);
  checkLog(options.log);
  checkHooks(options.instrumentation);
  checkSocket(socket);
}

/** Only one way to log in can be given; choosing between two would be a guess. */
function checkSource({ credentials, socket }: ConnectOptions, endpoints: readonly Endpoint[]): void {
  if (credentials === undefined) return;
  if (typeof credentials !== "function")
    throw new ConfigurationError("credentials must be a function that returns { username, password }");
  if (socket?.credentials !== undefined)
    throw new ConfigurationError("both connect() and socket have credentials: remove one");
  if (endpoints.some((each) => each.credentials !== undefined))
    throw new ConfigurationError(
      "both url (auth_mechanism) and connect() (credentials) set how to log in: remove one",
    );
}

function checkLog(log: unknown): void {
  if (log === undefined) return;
  const methods = ["info", "warn", "error"];
  const isLog =
    (typeof log === "object" || typeof log === "function") &&
    log !== null &&
    methods.every((method) => typeof Reflect.get(log, method) === "function");
  if (!isLog) throw new ConfigurationError("log must have the methods info, warn and error, as console has");
}

function checkHooks(hooks: unknown = {}): void {
  if (typeof hooks !== "object" || hooks === null)
    throw new ConfigurationError("instrumentation must be an object with hooks, such as openTelemetry()");
  for (const name of ["publish", "handle"]) {
    const hook: unknown = Reflect.get(hooks, name);
    if (hook !== undefined && typeof hook !== "function")
      throw new ConfigurationError(`instrumentation.${name} must be a function`);
  }
}

/** A name that is not in the contract would map nothing: its events would go to the virtual host of that name. */
function checkVhosts(vhosts: unknown = {}, known: readonly string[] | undefined): void {
  if (typeof vhosts !== "object" || vhosts === null)
    throw new ConfigurationError(
      "vhosts must be an object that maps the contract's virtual hosts to other names",
    );
  for (const [name, mapped] of Object.entries(vhosts)) {
    if (known !== undefined && !known.includes(name)) {
      const listed = known.length === 0 ? "none" : known.map((one) => JSON.stringify(one)).join(", ");
      throw new ConfigurationError(
        `vhosts has ${JSON.stringify(name)}, but the contract has no such virtual host; known: ${listed}`,
      );
    }
    if (mapped !== undefined && (typeof mapped !== "string" || mapped === ""))
      throw new ConfigurationError(`vhosts must map ${JSON.stringify(name)} to a name, such as "/staging"`);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * Loads certificates and keys once before dialling: a broken file stays broken on every retry, and Node ignores a
 * broken `ca`. Throws a `ConfigurationError` that repeats nothing from the key.
 */
export function checkSocket(socket: SocketOptions): void {
  try {
    for (const each of "ca" in socket ? [socket.ca].flat() : []) checkAuthority(each);
    createSecureContext(socket);
  } catch (error) {
    throw new ConfigurationError(
      `invalid TLS options in socket: ${reason(error)}. ca, cert and key are PEM texts, not paths; pfx and an encrypted key need passphrase`,
    );
  }
}

function checkAuthority(authority: unknown): void {
  if (typeof authority !== "string" && !Buffer.isBuffer(authority)) return; // Node rejects other types itself
  const text = authority.toString();
  const certificates = text.match(CERTIFICATE) ?? [];
  for (const certificate of certificates) new X509Certificate(certificate);
  if (!text.includes("-----BEGIN ")) throw new Error("ca contains no certificate");
}

/** OpenSSL's message. Node's own message about a wrong type repeats the value, such as a passphrase. */
function reason(error: unknown): string {
  const { message } = toError(error);
  return /received/i.test(message) ? "an option has the wrong type" : message;
}
