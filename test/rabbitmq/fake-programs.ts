import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of shell programs that write each call to a journal before they run their body. */
export function fakePrograms(bodies: Readonly<Record<string, string>>): {
  /** The folder that holds `bin` and the journal; it goes after the test. */
  readonly folder: string;
  /** A PATH on which these programs come first. */
  readonly path: string;
  /** The calls so far, as one command line each. */
  calls(): string[];
  /** Adds an empty program at a path of the folder. */
  add(path: string): void;
} {
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-fakes-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bin = join(folder, "bin");
  const journal = join(folder, "journal");
  mkdirSync(bin);
  writeFileSync(journal, "");
  for (const [name, body] of Object.entries(bodies)) {
    const text = `#!/bin/sh\necho "${name} $*" >>"${journal}"\n${body}\n`;
    writeFileSync(join(bin, name), text, { mode: 0o755 });
  }
  return {
    folder,
    path: `${bin}:/usr/bin:/bin`,
    calls: () => readFileSync(journal, "utf8").split("\n").filter(Boolean),
    add: (path) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), "", { mode: 0o755 });
    },
  };
}
