import { UsageError } from "../findings/usage-error.js";
import type { PasswordHash } from "./definitions.js";

/** By the bytes of a hash: four of salt and those of the digest. */
const algorithms: Readonly<Record<number, string>> = {
  36: "rabbit_password_hashing_sha256",
  68: "rabbit_password_hashing_sha512",
};

/**
 * The password hashes of these users in a JSON text; `from` names the text in messages. Throws `UsageError` when a user
 * has none, or one that RabbitMQ cannot take. No message repeats a hash: with it, a password can be guessed.
 */
export function parsePasswordHashes(
  text: string,
  users: readonly string[],
  from: string,
): ReadonlyMap<string, PasswordHash> {
  const hashes = parse(text, from);
  return new Map(
    users.map((user) => {
      const hash = Object.hasOwn(hashes, user) ? hashes[user] : undefined;
      if (hash === undefined) throw new UsageError(`${from}: ${user} has no password hash.`);
      return [user, checked(hash, user, from)];
    }),
  );
}

function parse(text: string, from: string): Readonly<Record<string, unknown>> {
  const wanted = `${from}: must be a JSON object with a hash for each user, {"svc-order": "…"}.`;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // the parser's message quotes the text
  }
  throw new UsageError(wanted);
}

function checked(hash: unknown, user: string, from: string): PasswordHash {
  const bytes = typeof hash === "string" ? Buffer.from(hash, "base64") : Buffer.alloc(0);
  const algorithm = algorithms[bytes.length];
  if (typeof hash !== "string" || algorithm === undefined || bytes.toString("base64") !== hash)
    throw new UsageError(
      `${from}: the hash of ${user} is not a SHA-256 or SHA-512 hash in base64, as rabbitmqctl hash_password prints.`,
    );
  return { hash, algorithm };
}
