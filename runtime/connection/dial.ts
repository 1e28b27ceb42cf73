import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";
import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import { watchClosing } from "../errors/amqplib-error.js";
import { bareFrame, readableFrame } from "../wire/readable-headers.js";
import { handshakeError, watchHandshake } from "./connect-failure.js";
import type { Endpoint } from "./endpoint.js";

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

/**
 * The socket under an amqplib connection. amqplib has no call that ends a connection whose peer is silent,
 * and `close()` then never settles, so the socket itself has to be destroyed.
 */
export function socketOf(model: ChannelModel): Duplex | undefined {
  const stream: unknown = "stream" in model.connection ? model.connection.stream : undefined;
  return stream instanceof Duplex ? stream : undefined;
}

/** Ends the connection at once, whatever its state; amqplib then emits `close` if it had not. */
export function destroySocket(model: ChannelModel): void {
  // amqplib listens to `error` and `end` of its socket, not to `close`: only an error makes it notice
  socketOf(model)?.destroy(new Error("connection given up by rabbitgen"));
}

/**
 * Sends what is written in one turn of the event loop with one system call. amqplib writes each message and each ack
 * to its socket on its own, and with `noDelay` each becomes a call and a packet.
 */
export function gatherWrites(socket: Duplex): void {
  const write = socket.write.bind(socket);
  let corked = false;
  const uncork = (): void => {
    corked = false;
    socket.uncork();
  };
  const gathered = (...args: Parameters<typeof write>): boolean => {
    if (!corked && !socket.writableEnded) {
      corked = true;
      socket.cork();
      process.nextTick(uncork); // after the turn's last write, before anything is waited for
    }
    return write(...args);
  };
  socket.write = gathered as typeof socket.write;
}

/** What this needs of amqplib's `Connection`, which its types leave out: so it has been since its first versions. */
interface FrameSource {
  /** Bytes that were received and not decoded. */
  rest: Buffer;
  /** Decodes the next frame of `rest`, which is consumed before it is decoded. */
  recvFrame(): unknown;
}

const CONTENT_HEADER = 2;
const FRAME_HEAD = 7;

/**
 * Keeps amqplib from failing on what another client put into a message's headers. Its decoder recurses, and throws on
 * what it cannot read; then it closes the connection, for all consumers, each time that the message is delivered. So a
 * content header is looked at as bytes before amqplib does, and what it cannot read is taken out: `unreadableHeaders`
 * finds that. `false`, with a warning, if this amqplib receives its frames in another way.
 */
export function guardDecoding({ connection }: ChannelModel): boolean {
  if (!isFrameSource(connection)) {
    process.emitWarning(
      "this version of amqplib reads its frames in a way that rabbitgen does not know: a message with unreadable headers will close the connection",
      "RabbitgenWarning",
    );
    return false;
  }
  const source: FrameSource = connection;
  const receive = source.recvFrame;
  source.recvFrame = () => {
    const { rest } = source;
    const length = headerLength(rest);
    if (length === undefined) return receive.call(source);
    const readable = readableFrame(rest, length);
    if (readable !== undefined) source.rest = Buffer.concat([readable, rest.subarray(length)]);
    try {
      return receive.call(source);
    } catch {
      source.rest = Buffer.concat([bareFrame(rest.subarray(0, length)), rest.subarray(length)]);
      return receive.call(source);
    }
  };
  return true;
}

function isFrameSource(connection: object): connection is FrameSource {
  const { rest, recvFrame } = connection as Partial<FrameSource>;
  return Buffer.isBuffer(rest) && typeof recvFrame === "function";
}

/** Bytes of the frame at the beginning of these bytes, if it is a content header and whole. */
function headerLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== CONTENT_HEADER || bytes.length < FRAME_HEAD) return undefined;
  const length = FRAME_HEAD + bytes.readUInt32BE(3) + 1;
  return bytes.length < length ? undefined : length;
}
