import { lstatSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder with those above it. One after the other: Node's `recursive` never ends where a folder that is there
 * refuses another one as if it were not, as `/proc` does.
 */
export function makeFolder(path: string): void {
  const parent = dirname(path);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
