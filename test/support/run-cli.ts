import type { Io } from "../../src/cli/io.js";
import { run } from "../../src/cli/run.js";

/** What a run of the command line left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, as `rabbitgen ...argv` would run in `cwd`, without a terminal. */
export async function runCli(
  cwd: string,
  argv: readonly string[],
  more: Partial<Io> & { input?: string } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const { input = "", ...io } = more;
  const code = await run(argv, {
    cwd,
    env: {},
    today: "2026-11-24",
    interactive: false,
    color: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readInput: async () => Buffer.from(input),
    signal: new AbortController().signal,
    ...io,
  });
  return { code, out, err };
}
