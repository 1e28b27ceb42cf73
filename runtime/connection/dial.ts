import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import { watchClosing } from "../errors/closing-method.js";
import { handshakeError } from "./connect-failure.js";
import type { Endpoint } from "./endpoint.js";
import { gatherWrites } from "./gather-writes.js";
import { guardDecoding } from "./guard-decoding.js";
import { watchHandshake } from "./handshake-close.js";
import { destroySocket, socketOf } from "./socket-of.js";

const HANDSHAKE_IDLE_MS = 10_000;
const HANDSHAKE_MS = 20_000;

/** The attempt was ended by its signal: it says nothing of the broker. */
export class GivenUpError extends Error {}

/**
 * One connection attempt. Rejects when the peer is silent for 10 s, when the handshake takes over 20 s, or when
 * `signal` fires; a connection that opens after that is closed and ignored.
 */
export function dial(
  endpoint: Endpoint,
  name: string,
  socket: SocketOptions,
  signal: AbortSignal,
): Promise<ChannelModel> {
  return new Promise((resolve, reject) => {
    let over = false;
    const attempt = new AbortController(); // destroys a socket that nobody waits for any more
    const settle = (act: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const giveUp = (why: Error): void =>
      settle(() => {
        attempt.abort();
        reject(why);
      });
    const onAbort = (): void => giveUp(new GivenUpError("the broker does not answer"));
    const timer = setTimeout(() => giveUp(new Error("connect ETIMEDOUT")), HANDSHAKE_MS);
    signal.addEventListener("abort", onAbort);
    const opened = (model: ChannelModel): void => {
      model.on("error", () => {}); // without a listener a late error would end the process
      const stream = socketOf(model);
      guardDecoding(model);
      watchClosing(model);
      if (stream !== undefined) gatherWrites(stream);
      if (over) destroySocket(model);
      else if (stream?.writableEnded) settle(() => reject(new Error("closed while opening")));
      else settle(() => resolve(model));
    };
    const options = {
      noDelay: true, // without it a confirmed publish of 2 KB waits 44 ms for Nagle's algorithm
      keepAlive: true,
      timeout: HANDSHAKE_IDLE_MS,
      ...(endpoint.credentials === undefined ? {} : { credentials: endpoint.credentials }),
      ...socket,
      signal: attempt.signal,
      clientProperties: { ...socket.clientProperties, connection_name: name },
    };
    const watched = watchHandshake(() => connect(endpoint.target, options));
    watched.result.then(opened, (error: unknown) =>
      settle(() => reject(handshakeError(error, watched.closed()))),
    );
    watched.result.then(watched.end, watched.end);
  });
}
