import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What one run of the command line took. */
export interface Measured {
  readonly code: number | null;
  readonly signal: string | null;
  /** Of the processor, by the busiest thread: what the run takes on a machine with nothing else to do. */
  readonly seconds: number;
  /** The most memory that it had, in MiB; absent when it was killed. */
  readonly memory: number | undefined;
  /** The end of what it printed. */
  readonly out: string;
  readonly printed: number;
}

/** What a run may take. */
export interface Limits {
  /** Of the processor, by the busiest thread. */
  readonly seconds: number;
  /** Of V8's heap, in MiB. */
  readonly heap: number;
}

/** Runs first in the child, and writes its peak memory in MiB to file descriptor 3 at its end. */
const hook = `process.on("exit", () => fs.writeSync(3, String(process.resourceUsage().maxRSS / 1024)));`;
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
  let seconds = 0;
  const timer = setInterval(() => {
    // other work of the machine makes no difference where the processor time can be read
    seconds = Math.max(seconds, busiestThread(child.pid) ?? (performance.now() - start) / 1000);
    if (seconds > limits.seconds) child.kill("SIGKILL");
  }, 100);
  let [out, usage, printed] = ["", "", 0];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      printed += data.length;
      out = `${out}${data.subarray(-2000).toString()}`.slice(-2000);
    });
  }
  child.stdio[3]?.on("data", (data: Buffer) => {
    usage += data.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearInterval(timer);
      const memory = usage === "" ? undefined : Number(usage);
      resolve({ code, signal, seconds, memory, out, printed });
    });
  });
}

/** Seconds of the processor that the busiest thread of a process has used, where Linux reports them. */
function busiestThread(pid: number | undefined): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return Math.max(...threads.map((thread) => threadSeconds(`/proc/${pid}/task/${thread}/stat`)));
  } catch {
    return undefined;
  }
}

/** `utime` and `stime` of proc(5), in hundredths of a second; 0 for a thread that has just ended. */
function threadSeconds(path: string): number {
  try {
    const fields = readFileSync(path, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

/** What is wrong with a run, in a few words; `undefined` when it ended as it has to. */
export function complaint({ code, signal, memory, out }: Measured, mostMemory: number): string | undefined {
  if (signal === "SIGKILL") return "takes too long";
  if (code !== 0 && code !== 1 && code !== 2) return `ends with ${signal ?? code}`;
  if (/bug in rabbitgen|^\s+at .*:\d+:\d+\)?$/m.test(out)) return "a stack";
  if ((memory ?? 0) > mostMemory) return `takes ${Math.round(memory ?? 0)} MiB`;
  return undefined;
}
