import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** A new file that is written line by line, and that outlives a power cut once it is kept. */
export class LineFile {
  readonly #path: string;
  readonly #descriptor: number;
  #lines = 0;

  /** Throws `EEXIST` for a file that is there already. */
  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, "wx", 0o600); // messages may contain confidential data
  }

  get lines(): number {
    return this.#lines;
  }

  write(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    this.#lines += 1;
  }

  /** Returns when the lines are on the disk. */
  keep(): void {
    fsyncSync(this.#descriptor);
    if (process.platform === "win32") return; // a folder cannot be opened there
    const folder = openSync(dirname(this.#path), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  /** Closes the file, which goes if it is empty. */
  close(): void {
    closeSync(this.#descriptor);
    if (this.#lines === 0) unlinkSync(this.#path);
  }
}
