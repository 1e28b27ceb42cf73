import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../findings/usage-error.js";
import type { Io } from "./io.js";

/** The bytes of a file that a command names; `-` is standard input. */
export async function readMessageFile(io: Io, file: string): Promise<Uint8Array> {
  if (file === "-") return io.readInput();
  try {
    return readFileSync(resolve(io.cwd, file));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}.`,
    );
  }
}
