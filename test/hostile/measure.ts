import { spawn } from "node:child_process";

/** What one run of the command line took. */
export interface Measured {
  readonly code: number | null;
  readonly signal: string | null;
  readonly seconds: number;
  /** The most memory that it had, in MiB; absent when it was killed. */
  readonly memory: number | undefined;
  /** The end of what it printed. */
  readonly out: string;
  readonly printed: number;
}

/** What a run may take. */
export interface Limits {
  readonly seconds: number;
  /** Of V8's heap, in MiB. */
  readonly heap: number;
}

/** Runs first in the child, and writes its peak memory (KiB) to file descriptor 3 at its end. */
const hook = 'process.on("exit", () => fs.writeSync(3, String(process.resourceUsage().maxRSS)));';
const preload = `data:text/javascript,${encodeURIComponent(`import fs from "node:fs"; ${hook}`)}`;

/** Runs the command line in a process of its own; kills it at the limit of time. */
export function measure(
  program: string,
  argv: readonly string[],
  cwd: string,
  limits: Limits,
): Promise<Measured> {
  const flags = [`--max-old-space-size=${limits.heap}`, "--import", preload];
  const start = performance.now();
  const child = spawn(process.execPath, [...flags, program, ...argv], {
    cwd,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), limits.seconds * 1000);
  let [out, memory, printed] = ["", "", 0];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      printed += data.length;
      out = `${out}${data.subarray(-2000).toString()}`.slice(-2000);
    });
  }
  child.stdio[3]?.on("data", (data: Buffer) => {
    memory += data.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const seconds = (performance.now() - start) / 1000;
      const kib = Number.parseInt(memory, 10);
      resolve({ code, signal, seconds, memory: Number.isNaN(kib) ? undefined : kib / 1024, out, printed });
    });
  });
}

/** What is wrong with a run, in a few words; `undefined` when it ended as it has to. */
export function complaint({ code, signal, memory, out }: Measured, mostMemory: number): string | undefined {
  if (signal === "SIGKILL") return "takes too long";
  if (code !== 0 && code !== 1 && code !== 2) return `ends with ${signal ?? code}`;
  if (/bug in rabbitgen|^\s+at .*:\d+:\d+\)?$/m.test(out)) return "a stack";
  if ((memory ?? 0) > mostMemory) return `takes ${Math.round(memory ?? 0)} MiB`;
  return undefined;
}
