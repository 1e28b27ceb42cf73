import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import type { Endpoint } from "./endpoint.js";
import { gatherWrites } from "./gather-writes.js";
import { guardDecoding } from "./guard-decoding.js";
import { destroySocket, socketOf } from "./socket-of.js";

const HANDSHAKE_IDLE_MS = 10_000;
const HANDSHAKE_MS = 20_000;

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
    const giveUp = (why: string): void =>
      settle(() => {
        attempt.abort();
        reject(new Error(why));
      });
    const onAbort = (): void => giveUp("given up");
    const timer = setTimeout(() => giveUp("connect ETIMEDOUT"), HANDSHAKE_MS);
    signal.addEventListener("abort", onAbort);
    const opened = (model: ChannelModel): void => {
      model.on("error", () => {}); // without a listener a late error would end the process
      const stream = socketOf(model);
      guardDecoding(model);
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
    connect(endpoint.target, options).then(opened, (error: unknown) => settle(() => reject(error)));
  });
}
