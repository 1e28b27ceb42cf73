import { Buffer } from "node:buffer";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Socket } from "node:net";
import { replyCode, toError } from "../errors/amqplib-error.js";
import {
  AuthenticationError,
  ConnectError,
  type RabbitError,
  ResourceLimitError,
  VhostError,
} from "../errors/rabbit-error.js";
import type { Endpoint } from "./endpoint.js";

/** A failed connection attempt: the error for the user, and whether retrying is pointless. */
export interface ConnectFailure {
  readonly error: RabbitError;
  readonly fatal: boolean;
}

/** AMQP 0-9-1: the broker accepts the client but denies access to this virtual host. */
const NOT_ALLOWED = 530;

/** Nothing distinguishes the three cases. */
const UNEXPLAINED_ADVICE =
  "read the reason in the broker's log, or check with rabbitmqctl: list_vhosts (does it exist?), list_permissions -p <vhost> (does the user have access?), list_vhost_limits -p <vhost> and list_user_limits (is a limit reached?)";

/**
 * The error of an attempt whose connection the broker closed during the handshake, with the broker's reason. amqplib
 * replaces the reason with the frame that it expected, so this SDK builds the error itself.
 */
export function handshakeError(thrown: unknown, closed: HandshakeClose | undefined): Error {
  const error = toError(thrown);
  if (closed === undefined || !isUnexplained(error.message)) return error;
  return Object.assign(new Error(closed.text, { cause: error }), { code: closed.code });
}

/** The attempt was ended by its signal: it reveals nothing about the broker. */
export class GivenUpError extends Error {}

/** Classifies the error of a connection attempt; `before` is the one of the attempt before it. */
export function connectFailure(
  thrown: unknown,
  endpoint: Endpoint,
  before?: RabbitError | undefined,
): ConnectFailure {
  const failure = classify(thrown, endpoint);
  // an attempt that was given up does not say why; the one before it may
  return thrown instanceof GivenUpError && before !== undefined ? { ...failure, error: before } : failure;
}

function classify(thrown: unknown, { node, vhost }: Endpoint): ConnectFailure {
  const cause = toError(thrown);
  const text = cause.message;
  const entity = node;
  if (/ACCESS[-_]REFUSED/.test(text)) {
    const message = `${node} rejected the user name or password`;
    return { error: new AuthenticationError(message, cause, { code: 403, entity }), fatal: true };
  }
  if (/^SASL mechanism/.test(text)) {
    const message = `${node} does not offer this authentication mechanism: ${text}`;
    return { error: new AuthenticationError(message, cause, { entity }), fatal: true };
  }
  if (/limit .*reached/.test(text)) {
    const message = `${node} accepts no more connections: ${text}`;
    return { error: new ResourceLimitError(message, cause, { entity: vhost }), fatal: false };
  }
  const isNotAllowed = replyCode(cause) === NOT_ALLOWED && !/is down/.test(text);
  const isRefused = isNotAllowed && /vhost/.test(text);
  if (isUnexplained(text) || isRefused) {
    const message = vhostMessage(text, vhost, node);
    const advice = isUnexplained(text) ? UNEXPLAINED_ADVICE : undefined;
    return { error: new VhostError(message, vhost, cause, { code: NOT_ALLOWED, advice }), fatal: true };
  }
  const fatal = isNotAllowed || isTls(cause) || isOwnFault(cause);
  return { error: new ConnectError(`cannot connect to ${node}: ${text}`, cause, { entity }), fatal };
}

/**
 * amqplib's message for a connection that the broker closed during the handshake; it leaves out the broker's reason.
 */
function isUnexplained(text: string): boolean {
  return /ConnectionOpenOk; got <ConnectionClose/.test(text);
}

function vhostMessage(text: string, vhost: string, node: string): string {
  if (/not found/.test(text)) return `virtual host "${vhost}" does not exist on ${node}`;
  if (/refused for user/.test(text)) return `this user has no access to virtual host "${vhost}" on ${node}`;
  if (!isUnexplained(text)) return `${node} denied this user access to virtual host "${vhost}": ${text}`;
  return `${node} closed the connection instead of opening virtual host "${vhost}", for a reason that cannot be read (never possible over TLS): the virtual host does not exist, this user has no access to it, or its connection limit is reached`;
}

/** The error after `startTimeout` without a first connection; its cause is the last attempt's error. */
export function tooLate(error: RabbitError, startTimeout: number): RabbitError {
  const why = `no connection within ${Math.round(startTimeout)} ms; last error: ${error.message}`;
  const LateError = error instanceof ResourceLimitError ? ResourceLimitError : ConnectError;
  return new LateError(why, error.cause, { entity: error.entity });
}

/** Certificate and protocol errors of `node:tls`. */
function isTls(cause: Error): boolean {
  const code = "code" in cause ? String(cause.code) : "";
  return /^(ERR_(SSL|TLS|OSSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_)/.test(code);
}

/** Options that Node or amqplib reject before dialling or instead of it; retrying cannot help. */
function isOwnFault(cause: Error): boolean {
  return cause.name === "TypeError" || cause.name === "RangeError";
}

/** Why the broker closed a connection during the handshake (`connection.close`). */
export interface HandshakeClose {
  readonly code: number;
  readonly text: string;
}

/** A connection attempt that can report why the broker closed it. */
export interface WatchedAttempt<Result> {
  readonly result: Result;
  /** `undefined` if the broker did not close it, or its reason could not be read. */
  readonly closed: () => HandshakeClose | undefined;
  /** Stops watching. */
  readonly end: () => void;
}

/** A method frame on channel 0 begins with its type and the channel; class 10, method 50 is `connection.close`. */
const METHOD_FRAME = 1;
const HEADER_BYTES = 7;
const CONNECTION_CLOSE = Buffer.from([0, 10, 0, 50]);

/**
 * Runs `connect` and also reads the bytes received on its socket. If the broker sends `connection.close` instead of
 * `open-ok`, amqplib keeps neither the code nor the text, and a full virtual host would look like a missing one. The
 * socket is the one that Node reports on `net.client.socket` during the call; over TLS there is none, so nothing can be
 * read.
 */
export function watchHandshake<Result>(connect: () => Result): WatchedAttempt<Result> {
  let socket: Socket | undefined;
  let last: Buffer = Buffer.alloc(0);
  const onSocket = (message: unknown): void => {
    const made: unknown =
      typeof message === "object" && message !== null ? Reflect.get(message, "socket") : undefined;
    if (made instanceof Socket) socket = made;
  };
  subscribe("net.client.socket", onSocket);
  let result: Result;
  try {
    result = connect();
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
  const watched = socket;
  if (watched !== undefined) {
    const read = watched.read.bind(watched);
    watched.read = (size?: number): unknown => {
      const chunk: unknown = read(size);
      if (Buffer.isBuffer(chunk)) last = Buffer.concat([last.subarray(-1_024), chunk]).subarray(-8_192);
      return chunk;
    };
  }
  return {
    result,
    closed: () => parseClose(last),
    end: () => {
      if (watched !== undefined) Reflect.deleteProperty(watched, "read"); // restores the prototype's method
    },
  };
}

function parseClose(bytes: Buffer): HandshakeClose | undefined {
  const at = bytes.lastIndexOf(CONNECTION_CLOSE);
  if (at < HEADER_BYTES || bytes[at - HEADER_BYTES] !== METHOD_FRAME || bytes.length < at + 7)
    return undefined;
  const length = bytes[at + 6] ?? 0;
  return { code: bytes.readUInt16BE(at + 4), text: bytes.toString("utf8", at + 7, at + 7 + length) };
}
