/** What a run gave. */
export interface Fuzzed {
  readonly published: number;
  readonly handled: number;
  /** Dead letters that the SDK reported. */
  readonly dead: number;
  readonly retries: number;
  readonly disconnects: number;
  readonly copyFailures: number;
  /** What was found in the queues afterwards, by `rabbitgen-reason`. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Of the process; the SDK warns of its own faults. */
  readonly warnings: readonly string[];
  /** Ids of messages that were neither handled nor found in a queue, and of those that were seen twice. */
  readonly lost: readonly number[];
  readonly duplicates: readonly number[];
  /** The longest time in which nothing ended while the consumer had messages in its hands. */
  readonly longestStandstillMs: number;
  /** … while there were messages: RabbitMQ itself takes half a second for one that nests 32 KiB, and others wait. */
  readonly longestWaitMs: number;
  /** Bytes that the heap holds more at the end than after the first fifth. */
  readonly heapGrowth: number;
  readonly seconds: number;
}

const LONGEST_STANDSTILL_MS = 2_000;
const LONGEST_WAIT_MS = 20_000;
const MOST_HEAP_GROWTH = 16 * 1024 * 1024;
/** Of messages that no handler may see, or that failed in one; the SDK's own faults are none of them. */
const FAULTS = ["processing-failed", "validator-failed", "by the broker"];

/** What is wrong with the run; empty if all is well. On a busy machine two seconds are too short. */
export function faultsOf(
  fuzzed: Fuzzed,
  { longestStandstillMs = LONGEST_STANDSTILL_MS } = {},
): readonly string[] {
  const { published, handled, dead, lost, duplicates, reasons } = fuzzed;
  const found = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const checks: readonly (readonly [isWrong: boolean, text: string])[] = [
    [published !== handled + dead, `${published} in, ${handled} handled and ${dead} dead`],
    [found !== dead, `${dead} dead by the SDK's account, ${found} in the queues`],
    [lost.length > 0, `lost: ${lost.slice(0, 10).join(", ")}`],
    [duplicates.length > 0, `seen twice: ${duplicates.slice(0, 10).join(", ")}`],
    [fuzzed.disconnects > 0, `${fuzzed.disconnects} connections lost`],
    [fuzzed.copyFailures > 0, `${fuzzed.copyFailures} copies failed`],
    [fuzzed.warnings.length > 0, `warnings: ${fuzzed.warnings.slice(0, 3).join("; ")}`],
    [
      fuzzed.longestStandstillMs > longestStandstillMs,
      `a standstill of ${Math.round(fuzzed.longestStandstillMs)} ms`,
    ],
    [fuzzed.longestWaitMs > LONGEST_WAIT_MS, `a wait of ${Math.round(fuzzed.longestWaitMs)} ms`],
    [fuzzed.heapGrowth > MOST_HEAP_GROWTH, `the heap grew by ${fuzzed.heapGrowth} bytes`],
    ...FAULTS.map((reason): [boolean, string] => [
      reasons.has(reason),
      `${reasons.get(reason)} dead letters: ${reason}`,
    ]),
  ];
  return checks.flatMap(([isWrong, text]) => (isWrong ? [text] : []));
}

/** One line for each number. */
export function fuzzedText(fuzzed: Fuzzed): string {
  const reasons = [...fuzzed.reasons].sort().map(([reason, count]) => `${reason} ${count}`);
  const rows: readonly (readonly [string, string])[] = [
    ["in", String(fuzzed.published)],
    ["handled", `${fuzzed.handled}, after ${fuzzed.retries} retries`],
    ["dead", `${fuzzed.dead} (${reasons.join(", ")})`],
    ["lost", String(fuzzed.lost.length)],
    ["duplicates", String(fuzzed.duplicates.length)],
    ["connections lost", String(fuzzed.disconnects)],
    ["longest standstill", `${Math.round(fuzzed.longestStandstillMs)} ms`],
    ["longest wait", `${Math.round(fuzzed.longestWaitMs)} ms, the broker's work included`],
    ["heap", `${(fuzzed.heapGrowth / 1024 / 1024).toFixed(1)} MiB more`],
  ];
  return rows.map(([name, text]) => `${name.padEnd(20)} ${text}`).join("\n");
}
