import type { Io } from "./io.js";

/** The {@link Io} of the real process. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  const stop = new AbortController();
  let listening = false;
  return {
    cwd: process.cwd(),
    env,
    today: new Date().toISOString().slice(0, "2026-11-24".length),
    interactive: stderr.isTTY === true && !env["CI"],
    color: env["NO_COLOR"]
      ? false
      : Boolean(env["FORCE_COLOR"]) || (stdout.isTTY === true && env["TERM"] !== "dumb"),
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    ...(process.stdin.isTTY === true && stderr.isTTY === true ? { ask } : {}),
    flushed: () => new Promise((resolve) => stdout.write("", () => resolve())),
    get signal() {
      if (!listening) {
        listening = true;
        for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
        stdout.once("error", () => stop.abort());
      }
      return stop.signal;
    },
  };
}

/** One line from the terminal; `undefined` for Ctrl-C and Ctrl-D. */
async function ask(question: string): Promise<string | undefined> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  try {
    return await lines.question(question, { signal: ended.signal });
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}
