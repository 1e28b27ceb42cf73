import { run } from "../../src/cli/run.js";

/** What a command of rabbitgen prints when it runs in this process in a folder, without a terminal. */
export async function printedBy(cwd: string, argv: readonly string[]): Promise<string> {
  let out = "";
  let err = "";
  const code = await run(argv, {
    cwd,
    env: {},
    today: "2026-01-01",
    interactive: false,
    color: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readInput: async () => new Uint8Array(),
    signal: new AbortController().signal,
  });
  if (code === 2) throw new Error(`rabbitgen ${argv.join(" ")}: ${err}`);
  return out;
}
