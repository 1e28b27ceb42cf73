import { hostname } from "node:os";
import type { ChannelModel, SocketOptions } from "amqplib";
import { toError } from "../errors/amqplib-error.js";
import type { Role } from "../observe/rabbit-events.js";
import { boundedSignal, unlessAborted, within } from "../timing/waiting.js";
import { dial, GivenUpError } from "./dial.js";
import type { Endpoint } from "./endpoint.js";

/** What one connection attempt needs. */
export interface ConnectionAttempt {
  readonly endpoint: Endpoint;
  /** Called first, if given. */
  readonly credentials: CredentialsSource | undefined;
  readonly socket: SocketOptions;
  /** The connection's name in the broker's management tools. */
  readonly name: string;
}

/** The connection's name in the broker: service, role and host. */
export function connectionName({ service, role }: { readonly service: string; readonly role: Role }): string {
  return `${service} ${role} ${hostname()} ${process.pid}`;
}

/**
 * One connection attempt, including the lookup of credentials. Rejects after `ms` milliseconds, or when `signal` fires.
 */
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

/** User name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Returns the credentials that are valid now; called before each connection attempt. */
export type CredentialsSource = () => Credentials | Promise<Credentials>;

/** A call that takes longer counts as failed; the next attempt calls again. */
export const CREDENTIALS_TIMEOUT_MS: number = 10_000;

/**
 * The endpoint with the credentials for this attempt. Rejects if the source throws, takes over 10 s, or returns
 * something else; the error contains nothing of what it returned.
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
    const inTime = await unlessAborted(within(asking, CREDENTIALS_TIMEOUT_MS), [signal]);
    if (!inTime) throw new Error(`no answer within ${CREDENTIALS_TIMEOUT_MS} ms`);
    await asking;
  } catch (error) {
    if (signal.aborted) throw new GivenUpError("credentials() timed out");
    throw new Error(`credentials() failed: ${toError(error).message}`, { cause: error });
  }
  if (!isCredentials(given))
    throw new Error("credentials() must return { username, password }, both strings");
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
