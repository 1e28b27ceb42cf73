import { spawnSync } from "node:child_process";

/** What one run of a program took. */
export interface Run {
  readonly ms: number;
  /** Peak of its resident memory, threads included, in MiB. */
  readonly peakMiB: number;
}

/** Runs a Node program to its end and measures it; throws when it fails, with what it said. */
export function runNode(argv: readonly string[], allowed: readonly number[] = [0]): Run {
  const start = performance.now();
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--import", peakReporter, ...argv], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const ms = performance.now() - start;
  if (status === null || !allowed.includes(status)) {
    throw new Error(
      `node ${argv.join(" ")} ended with ${status}: ${stderr.slice(0, 2000)}${stdout.slice(0, 2000)}`,
    );
  }
  return { ms, peakMiB: Number(/peak-rss-kib=(\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024 };
}

/** Loaded into each measured program: prints the peak of its memory as it ends. */
const peakReporter = `data:text/javascript,${encodeURIComponent(
  'import { isMainThread } from "node:worker_threads";\n' +
    'if (isMainThread) process.on("exit", () => console.error("peak-rss-kib=" + process.resourceUsage().maxRSS));',
)}`;

/** The middle of several values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs each subject once a round, in turn; a first round, which warms the file system's cache, does not count. */
export function runInTurn(
  subjects: Readonly<Record<string, () => Run>>,
  rounds: number,
): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, Run[]>(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(subjects)) {
      const measured = run();
      if (round > 0) runs.get(name)?.push(measured);
    }
  }
  return runs;
}
