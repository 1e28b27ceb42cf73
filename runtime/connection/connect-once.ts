import { Buffer } from "node:buffer";
import { hostname } from "node:os";
import { Duplex } from "node:stream";
import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import { toError, watchClosing } from "../errors/amqplib-error.js";
import type { Role } from "../observe/rabbit-events.js";
import { boundedSignal, unlessAborted, within } from "../timing/waiting.js";
import { bareFrame, readableFrame } from "../wire/readable-headers.js";
import { GivenUpError, handshakeError, watchHandshake } from "./connect-failure.js";
import type { Endpoint } from "./endpoint.js";

/** What one connection attempt needs. */
export interface ConnectionAttempt {
  readonly endpoint: Endpoint;
  /** Called before each attempt, if given. */
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

/** Milliseconds without a byte from the peer after which a handshake has failed. */
export const HANDSHAKE_IDLE_MS: number = 10_000;
/** Milliseconds that a whole handshake may take. */
export const HANDSHAKE_MS: number = 20_000;

/**
 * One connection attempt. Rejects if the peer is silent for 10 s, if the handshake takes over 20 s, or when `signal`
 * fires; a connection that opens later is closed and ignored.
 */
export function dial(
  endpoint: Endpoint,
  name: string,
  socket: SocketOptions,
  signal: AbortSignal,
): Promise<ChannelModel> {
  return new Promise((resolve, reject) => {
    let over = false;
    const attempt = new AbortController(); // destroys a socket that is no longer awaited
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
    const onAbort = (): void => giveUp(new GivenUpError("no answer from the broker"));
    const timer = setTimeout(() => giveUp(new Error("connect ETIMEDOUT")), HANDSHAKE_MS);
    signal.addEventListener("abort", onAbort);
    const opened = (model: ChannelModel): void => {
      model.on("error", () => {}); // without a listener, a late error would end the process
      const stream = socketOf(model);
      guardDecoding(model);
      watchClosing(model);
      if (stream !== undefined) gatherWrites(stream);
      if (over) destroySocket(model);
      else if (stream?.writableEnded) settle(() => reject(new Error("closed while opening")));
      else settle(() => resolve(model));
    };
    const options = {
      noDelay: true, // without it, a confirmed publish of 2 KB waits 44 ms for Nagle's algorithm
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
 * The socket of an amqplib connection. amqplib cannot end a connection whose peer is silent, and `close()` then never
 * settles, so the socket itself must be destroyed.
 */
export function socketOf(model: ChannelModel): Duplex | undefined {
  const stream: unknown = "stream" in model.connection ? model.connection.stream : undefined;
  return stream instanceof Duplex ? stream : undefined;
}

/** Ends the connection immediately, whatever its state; amqplib then emits `close` if it had not done so. */
export function destroySocket(model: ChannelModel): void {
  // amqplib listens for `error` and `end` on its socket, not `close`: only an error is noticed
  socketOf(model)?.destroy(new Error("connection destroyed by rabbitgen"));
}

/**
 * Sends everything written in one turn of the event loop with one system call. amqplib writes each message and each ack
 * to its socket separately, and with `noDelay` each becomes a system call and a packet.
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
      process.nextTick(uncork); // runs after the turn's last write, before any I/O
    }
    return write(...args);
  };
  socket.write = gathered as typeof socket.write;
}

/**
 * The parts of amqplib's `Connection` that this file uses and its types omit; they have existed since its first
 * versions.
 */
interface FrameSource {
  /** Received bytes that are not decoded yet. */
  rest: Buffer;
  /** Decodes the next frame of `rest`, which is consumed before it is decoded. */
  recvFrame(): unknown;
}

const CONTENT_HEADER = 2;
const FRAME_HEAD = 7;

/**
 * Keeps amqplib from failing on headers that another client wrote. Its decoder is recursive and throws on types that it
 * cannot read; it then closes the connection, for all consumers, each time that the message is delivered. So each
 * content header is checked as bytes before amqplib reads it, and the unreadable headers are removed;
 * `unreadableHeaders` lists them. `false`, with a warning, if this version of amqplib receives its frames in another
 * way.
 */
export function guardDecoding({ connection }: ChannelModel): boolean {
  if (!isFrameSource(connection)) {
    process.emitWarning(
      "rabbitgen does not support how this version of amqplib reads frames: a message with unreadable headers will close the connection",
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

/** The size of the frame at the start of these bytes, if it is a complete content header. */
function headerLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== CONTENT_HEADER || bytes.length < FRAME_HEAD) return undefined;
  const length = FRAME_HEAD + bytes.readUInt32BE(3) + 1;
  return bytes.length < length ? undefined : length;
}
