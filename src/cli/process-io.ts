import type { Io } from "./io.js";

/** The {@link Io} of the real process. */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  const stop = new AbortController();
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
    get signal() {
      for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
      return stop.signal;
    },
  };
}
