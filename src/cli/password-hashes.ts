import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../findings/usage-error.js";
import type { PasswordHash } from "../topology/definitions.js";
import { parsePasswordHashes } from "../topology/password-hashes.js";
import type { Io } from "./io.js";

/** Where hashes come from when no file is named. */
const variable = "RABBITGEN_PASSWORD_HASHES";

/**
 * The password hashes of these users, from a file or the environment; `undefined` if neither has any. No message repeats
 * a hash: with it, a password can be guessed.
 */
export function passwordHashes(
  io: Io,
  file: string | undefined,
  users: readonly string[],
): ReadonlyMap<string, PasswordHash> | undefined {
  const text = file === undefined ? io.env[variable] : read(io, file);
  if (text === undefined || (file === undefined && text.trim() === "")) return undefined;
  const from = file === undefined ? variable : `--password-hashes ${file}`;
  return parsePasswordHashes(text, users, from);
}

function read(io: Io, file: string): string {
  try {
    return readFileSync(resolve(io.cwd, file), "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UsageError(`--password-hashes: ${file} cannot be read: ${code}.`);
  }
}
