import { toError } from "../errors/to-error.js";
import { unlessAborted } from "../timing/unless-aborted.js";
import { within } from "../timing/within.js";
import { GivenUpError } from "./dial.js";
import type { Endpoint } from "./endpoint.js";

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
