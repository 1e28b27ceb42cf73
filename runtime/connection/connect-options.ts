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

/** Default of `startTimeout`. */
export const START_TIMEOUT_MS: number = 30_000;

/** How to reach the broker, and as whom. */
export interface ConnectOptions<Service extends string = string, Vhost extends string = string> {
  /**
   * `amqp://user:password@host:5672/vhost`, or `amqps://…`; several are the nodes of one cluster, tried in turn.
   * Query parameters are `heartbeat`, `frameMax`, `channelMax` and `auth_mechanism` (`plain`, `amqplain`, `external`);
   * others are refused. In user name, password and virtual host `/`, `?`, `#`, `@`, `:` and `%` are percent-encoded.
   */
  readonly url: string | readonly string[];
  /**
   * Gives user name and password, before each connection attempt: for ones that are rotated. Goes over those of the URL;
   * what it throws, and an answer after 10 s, is a failed attempt. Logs in by PLAIN.
   */
  readonly credentials?: CredentialsSource | undefined;
  /** This service's name in `contract.json`: `app_id` of its messages, and where its defaults come from. */
  readonly service: Service;
  /** The contract's virtual hosts as they are called in this environment: `{ "/svc-order": "/staging-order" }`. */
  readonly vhosts?: Readonly<{ [Name in Vhost]?: string | undefined }> | undefined;
  /** Seconds between heartbeats; a dead peer is noticed after two to three. 0 is none. Default 10. */
  readonly heartbeat?: number | undefined;
  /**
   * Milliseconds for a first connection before its last error is thrown, and for each `publisher()`, `consumer()`,
   * `pause()` and `resume()`. Default 30,000.
   */
  readonly startTimeout?: number | undefined;
  /**
   * `per-role` (default): one connection for publishing and one for consuming per virtual host, since a memory
   * alarm blocks publishing connections with the acks on them. `single`: exactly one per virtual host.
   */
  readonly connections?: "per-role" | "single" | undefined;
  /** Who makes queues, exchanges and bindings. Default `assert`: this service. */
  readonly declare?: DeclareMode | undefined;
  /**
   * Whether a dead letter carries the stack of the error that made it one, of at most 8 KiB, in its header
   * `rabbitgen-error-stack`. Default true; a consumer may say otherwise.
   */
  readonly deadLetterStack?: boolean | undefined;
  /**
   * Where what happens is written, one line for each event of `RabbitEvents`: `console`, or anything with `info`, `warn`
   * and `error`, such as a logger of pino. The first connection attempts are in it, too. Default: nothing is written.
   */
  readonly log?: Log | undefined;
  /** Hooks for tracing and metrics. Default: none. */
  readonly instrumentation?: Instrumentation | undefined;
  /** TLS and socket options as `node:tls` and amqplib take them, such as `ca`, `cert`, `key`, `credentials`. */
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

/** Everything that can be wrong with the options of `connect` before anything is dialled. Throws `ConfigurationError`. */
export function checkConnectOptions(options: ConnectOptions, contract: Contract): void {
  checkOptionNames("connect()", options, NAMES);
  const { url, heartbeat = 10, startTimeout, connections, declare, vhosts, socket = {} } = options;
  const urls: readonly unknown[] = Array.isArray(url) ? url : [url];
  if (urls.length === 0 || urls.some((each) => each === undefined || each === ""))
    throw new ConfigurationError("connect() needs a url, amqp://…");
  if (typeof options.service !== "string" || options.service === "")
    throw new ConfigurationError("connect() needs a service, its name in contract.json");
  const endpoints = urls.map((each) => endpoint(each as string, undefined, heartbeat));
  if (socket.credentials !== undefined && endpoints.some(({ credentials }) => credentials !== undefined))
    throw new ConfigurationError("url has auth_mechanism, and socket has credentials: leave one out");
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

/** One way to log in at a time: which one counts would be a guess. */
function checkSource({ credentials, socket }: ConnectOptions, endpoints: readonly Endpoint[]): void {
  if (credentials === undefined) return;
  if (typeof credentials !== "function")
    throw new ConfigurationError("credentials must be a function that gives { username, password }");
  if (socket?.credentials !== undefined)
    throw new ConfigurationError("connect() has credentials, and socket has credentials: leave one out");
  if (endpoints.some((each) => each.credentials !== undefined))
    throw new ConfigurationError("url has auth_mechanism, and connect() has credentials: leave one out");
}

function checkLog(log: unknown): void {
  if (log === undefined) return;
  const methods = ["info", "warn", "error"];
  const isLog =
    (typeof log === "object" || typeof log === "function") &&
    log !== null &&
    methods.every((method) => typeof Reflect.get(log, method) === "function");
  if (!isLog)
    throw new ConfigurationError("log must have the methods info, warn and error, such as console has them");
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

/** A name that the contract does not have maps nothing: its events would go to the virtual host of that name. */
function checkVhosts(vhosts: unknown = {}, known: readonly string[] | undefined): void {
  if (typeof vhosts !== "object" || vhosts === null)
    throw new ConfigurationError("vhosts must be an object from the contract's virtual hosts to other ones");
  for (const [name, mapped] of Object.entries(vhosts)) {
    if (known !== undefined && !known.includes(name)) {
      const listed = known.length === 0 ? "none" : known.map((one) => JSON.stringify(one)).join(", ");
      throw new ConfigurationError(
        `vhosts has ${JSON.stringify(name)}, and the contract has no such virtual host; it has ${listed}`,
      );
    }
    if (mapped !== undefined && (typeof mapped !== "string" || mapped === ""))
      throw new ConfigurationError(`vhosts must map ${JSON.stringify(name)} to a name, such as "/staging"`);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * Reads certificates and keys once before anything is dialled: one that cannot be read stays so, however often it is
 * tried, and Node ignores a broken `ca`. Throws `ConfigurationError`, which repeats nothing of the key.
 */
export function checkSocket(socket: SocketOptions): void {
  try {
    for (const each of "ca" in socket ? [socket.ca].flat() : []) checkAuthority(each);
    createSecureContext(socket);
  } catch (error) {
    throw new ConfigurationError(
      `socket has TLS options that cannot be used: ${reason(error)}. ca, cert and key are PEM texts, not paths; pfx and an encrypted key need passphrase`,
    );
  }
}

function checkAuthority(authority: unknown): void {
  if (typeof authority !== "string" && !Buffer.isBuffer(authority)) return; // Node refuses other types itself
  const text = authority.toString();
  const certificates = text.match(CERTIFICATE) ?? [];
  for (const certificate of certificates) new X509Certificate(certificate);
  if (!text.includes("-----BEGIN ")) throw new Error("ca has no certificate");
}

/** OpenSSL's words. Node's own about a wrong type repeat the value, such as a passphrase. */
function reason(error: unknown): string {
  const { message } = toError(error);
  return /received/i.test(message) ? "an option has the wrong type" : message;
}
