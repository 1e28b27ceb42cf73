import { closeSync, openSync, readFileSync, readSync } from "node:fs";

/** Files up to this size are read whole (bytes); of others the start says whose they are. */
const startBytes = 4096;

/** Larger than any file that rabbitgen writes (64 MiB). */
const maxBytes = 64 * 1024 * 1024;

/**
 * The text of a file if its start says that it `isOurs`; of any other its start alone, however large it is. Empty for a
 * file that cannot be read, which is then nothing that rabbitgen wrote.
 */
export function readStart(path: string, size: number, isOurs: (start: string) => boolean): string {
  try {
    if (size <= startBytes) return readFileSync(path, "utf8");
    const start = startOf(path);
    return isOurs(start) && size <= maxBytes ? readFileSync(path, "utf8") : start;
  } catch {
    return "";
  }
}

function startOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(startBytes);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, startBytes, 0));
  } finally {
    closeSync(file);
  }
}
