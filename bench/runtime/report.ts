import { median } from "../measure.js";
import type { Measured } from "./measured.js";
import type { Outcome, Work } from "./work.js";

/** One trial's outcome. */
export interface Result {
  readonly work: Work;
  readonly client: string;
  readonly result: Outcome;
}

/** The tables: messages per second, processor time per message, and the median of a publish. Medians over the rounds, one column for each of the names. */
export function report(
  names: readonly string[],
  results: readonly Result[],
  rounds: number,
  version: string,
): string {
  const works = [...new Set(results.map(({ work }) => work))];
  const value = (work: Work, client: string, read: (one: Measured) => number): number => {
    const own = results.filter((each) => each.work === work && each.client === client);
    return median(own.map(({ result }) => (typeof result === "number" ? result : read(result))));
  };
  const rate = (one: Measured): number => (one.messages / one.ms) * 1_000;
  const cpu = (one: Measured): number => one.cpuMicros / one.messages;
  const row = (label: string, cells: readonly string[]): string => `| ${[label, ...cells].join(" | ")} |`;
  const table = (title: string, kinds: readonly Work[], cell: (work: Work, name: string) => string): string =>
    [
      row(title, names),
      row(
        "---",
        names.map(() => "---:"),
      ),
      ...kinds.map((work) =>
        row(
          label(work),
          names.map((name) => cell(work, name)),
        ),
      ),
    ].join("\n");
  const streams = works.filter(({ kind }) => kind === "publish" || kind === "consume");
  const singles = works.filter(({ kind }) => kind === "sequential");
  const against = (work: Work, name: string, read: (one: Measured) => number, digits = 0): string => {
    const own = value(work, name, read);
    const ratio = own / value(work, "amqplib", read);
    return `${own.toFixed(digits)} (${ratio.toFixed(2)} ×)`;
  };
  const heap = (work: Work): string =>
    `the heap holds ${(value(work, "rabbitgen", () => 0) / 1024 ** 2).toFixed(2)} MiB more than before`;
  return [
    `RabbitMQ ${version}, Node ${process.versions.node}, medians of ${rounds} rounds; × is against amqplib itself`,
    table("messages per second", streams, (work, name) => against(work, name, rate)),
    table("processor time per message, µs", streams, (work, name) => against(work, name, cpu, 1)),
    table("one publish after the other, ms", singles, (work, name) => against(work, name, () => 0, 2)),
    ...works.filter(({ kind }) => kind === "heap").map((work) => `${label(work)}: ${heap(work)}`),
  ].join("\n\n");
}

function label(work: Work): string {
  if (work.kind === "publish") return `publish ${work.bytes} bytes, ${work.inFlight} in flight`;
  if (work.kind === "heap") return `${work.messages} publishes of rabbitgen`;
  if (work.kind === "sequential") return `publish ${work.bytes} bytes, the next after the confirm`;
  return `consume at prefetch ${work.prefetch}`;
}
