import type { SocketOptions } from "amqplib";
import type { Log } from "../observe/event-log.js";
import type { Instrumentation } from "../observe/instrumentation.js";
import type { DeclareMode } from "../topology/declare-topology.js";
import type { CredentialsSource } from "./asked-credentials.js";

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
