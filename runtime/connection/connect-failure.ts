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

/** A failed connection attempt: the error for the user, and whether trying again is of no use. */
export interface ConnectFailure {
  readonly error: RabbitError;
  readonly fatal: boolean;
}

/** AMQP 0-9-1: the broker lets the client in, and not into this virtual host. */
const NOT_ALLOWED = 530;

/** Nothing says which of the three it is. */
const UNEXPLAINED_ADVICE =
  "read the reason in the broker's log, or look for it: rabbitmqctl list_vhosts (is it there?), list_permissions -p <vhost> (may the user enter it?), list_vhost_limits -p <vhost> and list_user_limits (is a limit reached?)";

/**
 * The error of an attempt whose connection the broker closed in the handshake, with its reason. amqplib gives that up
 * for what it expected instead, so it is put on an error of our own.
 */
export function handshakeError(thrown: unknown, closed: HandshakeClose | undefined): Error {
  const error = toError(thrown);
  if (closed === undefined || !isUnexplained(error.message)) return error;
  return Object.assign(new Error(closed.text, { cause: error }), { code: closed.code });
}

/** Reads the error of a connection attempt. */
export function connectFailure(thrown: unknown, { node, vhost }: Endpoint): ConnectFailure {
  const cause = toError(thrown);
  const text = cause.message;
  const entity = node;
  if (/ACCESS[-_]REFUSED/.test(text)) {
    const message = `${node} refused the user name and password`;
    return { error: new AuthenticationError(message, cause, { code: 403, entity }), fatal: true };
  }
  if (/^SASL mechanism/.test(text)) {
    const message = `${node} does not offer this way to log in: ${text}`;
    return { error: new AuthenticationError(message, cause, { entity }), fatal: true };
  }
  if (/limit .*reached/.test(text)) {
    const message = `${node} takes no further connection: ${text}`;
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

/** amqplib's words for a connection that the broker closed in the handshake; they leave out the broker's. */
function isUnexplained(text: string): boolean {
  return /ConnectionOpenOk; got <ConnectionClose/.test(text);
}

function vhostMessage(text: string, vhost: string, node: string): string {
  if (/not found/.test(text)) return `virtual host "${vhost}" does not exist on ${node}`;
  if (/refused for user/.test(text)) return `this user may not enter virtual host "${vhost}" on ${node}`;
  if (!isUnexplained(text)) return `${node} does not let this user into virtual host "${vhost}": ${text}`;
  return `${node} closed the connection instead of opening virtual host "${vhost}", for a reason that cannot be read (over TLS it never can): the virtual host does not exist, this user may not enter it, or it has as many connections as it may`;
}

/** The error of a first connection whose time is over, with the last attempt's. */
export function tooLate(error: RabbitError, startTimeout: number): RabbitError {
  const why = `no connection within ${startTimeout} ms; last: ${error.message}`;
  const LateError = error instanceof ResourceLimitError ? ResourceLimitError : ConnectError;
  return new LateError(why, error.cause, { entity: error.entity });
}

/** Certificate and protocol errors of `node:tls`. */
function isTls(cause: Error): boolean {
  const code = "code" in cause ? String(cause.code) : "";
  return /^(ERR_(SSL|TLS|OSSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_)/.test(code);
}

/** What Node or amqplib refuse to do with the options, before or instead of dialling: it stays so. */
function isOwnFault(cause: Error): boolean {
  return cause.name === "TypeError" || cause.name === "RangeError";
}

/** Why the broker closed a connection in the handshake (`connection.close`). */
export interface HandshakeClose {
  readonly code: number;
  readonly text: string;
}

/** A connection attempt of which the broker's last words can be asked. */
export interface WatchedAttempt<Result> {
  readonly result: Result;
  /** `undefined` when the broker did not close it, or nothing could be read. */
  readonly closed: () => HandshakeClose | undefined;
  /** Watches no longer. */
  readonly end: () => void;
}

/** A method frame on channel 0 begins with its type and the channel; class 10, method 50 is `connection.close`. */
const METHOD_FRAME = 1;
const HEADER_BYTES = 7;
const CONNECTION_CLOSE = Buffer.from([0, 10, 0, 50]);

/**
 * Runs `connect` and reads along what comes in on its socket: of a `connection.close` instead of `open-ok`, amqplib
 * keeps neither code nor text, and a full virtual host then looks like a missing one. The socket is what Node reports on
 * `net.client.socket` meanwhile; over TLS there is none, and nothing can be read.
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
      if (watched !== undefined) Reflect.deleteProperty(watched, "read"); // the prototype's own again
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
