import { hostname } from "node:os";
import type { ChannelModel, SocketOptions } from "amqplib";
import { toError } from "../errors/amqplib-error.js";
import type { Role } from "../observe/rabbit-events.js";
import { boundedSignal, unlessAborted, within } from "../timing/waiting.js";
import { dial, GivenUpError } from "./dial.js";
import type { Endpoint } from "./endpoint.js";

/** What one attempt to connect needs to know. */
export interface ConnectionAttempt {
  readonly endpoint: Endpoint;
  /** Asked first, if there is one. */
  readonly credentials: CredentialsSource | undefined;
  readonly socket: SocketOptions;
  /** How the broker is to call the connection. */
  readonly name: string;
}

/** How the broker shows a connection: whose it is, and from where. */
export function connectionName({ service, role }: { readonly service: string; readonly role: Role }): string {
  return `${service} ${role} ${hostname()} ${process.pid}`;
}

/** One attempt to connect, from the credentials on. Rejects after `ms` milliseconds, or when `signal` fires. */
export async function connectOnce(
  { endpoint, credentials, socket, name }: ConnectionAttempt,
  ms: number,
  signal: AbortSignal,
): Promise<ChannelModel> {
  const patience = boundedSignal(signal, ms);
  try {
    const target = await withCredentials(endpoint, credentials, patience.signal);
    return await dial(target, name, socket, patience.signal);
  } finally {
    patience.end();
  }
}

/** Who logs in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Gives the credentials that are valid now; asked before each connection attempt. */
export type CredentialsSource = () => Credentials | Promise<Credentials>;

/** A source that takes longer is given up, and asked again at the next attempt. */
const PATIENCE_MS = 10_000;

/**
 * The endpoint with the credentials of this attempt. Rejects when the source throws, takes over 10 s, or gives something
 * else; the error has no part of what it gave.
 */
export async function withCredentials(
  endpoint: Endpoint,
  source: CredentialsSource | undefined,
  signal: AbortSignal,
): Promise<Endpoint> {
  if (source === undefined) return endpoint;
  const { username, password } = await ask(source, signal);
  return { ...endpoint, target: { ...endpoint.target, username, password } };
}

async function ask(source: CredentialsSource, signal: AbortSignal): Promise<Credentials> {
  let given: unknown;
  const asking = (async () => {
    given = await source();
  })();
  try {
    const inTime = await unlessAborted(within(asking, PATIENCE_MS), [signal]);
    if (!inTime) throw new Error(`no answer within ${PATIENCE_MS} ms`);
    await asking;
  } catch (error) {
    if (signal.aborted) throw new GivenUpError("credentials() does not answer");
    throw new Error(`credentials() failed: ${toError(error).message}`, { cause: error });
  }
  if (!isCredentials(given)) throw new Error("credentials() must give { username, password }, two strings");
  return given;
}

function isCredentials(given: unknown): given is Credentials {
  return (
    typeof given === "object" &&
    given !== null &&
    typeof Reflect.get(given, "username") === "string" &&
    typeof Reflect.get(given, "password") === "string"
  );
}
