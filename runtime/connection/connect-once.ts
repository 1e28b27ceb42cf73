import type { ChannelModel, SocketOptions } from "amqplib";
import { boundedSignal } from "../timing/bounded-signal.js";
import { type CredentialsSource, withCredentials } from "./asked-credentials.js";
import { dial } from "./dial.js";
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
