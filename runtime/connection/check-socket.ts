import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SocketOptions } from "amqplib";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { toError } from "../errors/to-error.js";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * Reads certificates and keys once before anything is dialled: one that cannot be read stays so, however often it is
 * tried, and Node ignores a broken `ca`. Throws `ConfigurationError`, which repeats nothing of the key.
 */
export function checkSocket(socket: SocketOptions): void {
  try {
    for (const each of "ca" in socket ? [socket.ca].flat() : []) checkAuthority(each);
    createSecureContext(socket);
  } catch (error) {
    throw new ConfigurationError(
      `socket has TLS options that cannot be used: ${reason(error)}. ca, cert and key are PEM texts, not paths; pfx and an encrypted key need passphrase`,
    );
  }
}

function checkAuthority(authority: unknown): void {
  if (typeof authority !== "string" && !Buffer.isBuffer(authority)) return; // Node refuses other types itself
  const text = authority.toString();
  const certificates = text.match(CERTIFICATE) ?? [];
  for (const certificate of certificates) new X509Certificate(certificate);
  if (!text.includes("-----BEGIN ")) throw new Error("ca has no certificate");
}

/** OpenSSL's words. Node's own about a wrong type repeat the value, such as a passphrase. */
function reason(error: unknown): string {
  const { message } = toError(error);
  return /received/i.test(message) ? "an option has the wrong type" : message;
}
