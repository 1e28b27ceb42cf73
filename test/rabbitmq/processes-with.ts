import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The processes of this machine that have this text in their command line or environment, as `pid command line`. */
export function processesWith(text: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ pid, environ: read(pid, "environ"), command: read(pid, "cmdline") }))
    .filter(({ command }) => command !== "") // a process without one is just ending
    .filter(({ environ, command }) => `${command}${environ}`.includes(text))
    .map(({ pid, command }) => `${pid} ${command.replaceAll("\0", " ")}`);
}

/** Waits until the condition holds; rejects with what it was given last after 30 s. */
export async function until<T>(probe: () => T, holds: (value: T) => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await sleep(20)) {
    const value = probe();
    if (holds(value)) return;
    if (Date.now() > deadline) throw new Error(`still not so after 30 s: ${JSON.stringify(value)}`);
  }
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // It ended meanwhile, or belongs to another user.
  }
}
