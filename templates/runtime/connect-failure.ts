import type { Endpoint } from "./endpoint.js";
import { AuthenticationError, ConnectError, VhostError } from "./rabbit-error.js";
import { toError } from "./to-error.js";

/** A failed connection attempt: the error for the user, and whether trying again is of no use. */
export interface ConnectFailure {
  readonly error: AuthenticationError | VhostError | ConnectError;
  readonly fatal: boolean;
}

/** Reads amqplib's error of a connection attempt. Wrong password and missing virtual host come as text without a code. */
export function connectFailure(thrown: unknown, { node, vhost }: Endpoint): ConnectFailure {
  const cause = toError(thrown);
  const text = cause.message;
  if (/ACCESS[-_]REFUSED/.test(text)) {
    return {
      error: new AuthenticationError(`${node} refused the user name and password`, cause),
      fatal: true,
    };
  }
  // the broker's reason (530 NOT_ALLOWED) does not survive amqplib: only what it expected instead
  if (/ConnectionOpenOk; got <ConnectionClose/.test(text)) {
    const message = `virtual host "${vhost}" does not exist on ${node}, or this user may not enter it`;
    return { error: new VhostError(message, vhost, cause), fatal: true };
  }
  const fatal = isTls(cause) || isOwnFault(cause);
  return { error: new ConnectError(`cannot connect to ${node}: ${text}`, cause), fatal };
}

/** Certificate and protocol errors of `node:tls`; `SASL mechanism … is not provided` counts with them. */
function isTls(cause: Error): boolean {
  const code = "code" in cause ? String(cause.code) : "";
  return (
    /^(ERR_(SSL|TLS|OSSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO|HOSTNAME_)/.test(code) ||
    /^SASL /.test(cause.message)
  );
}

/** What Node or amqplib refuse to do with the options, before or instead of dialling: it stays so. */
function isOwnFault(cause: Error): boolean {
  return cause.name === "TypeError" || cause.name === "RangeError";
}
