import picocolors from "picocolors";
import type { Happening, Step } from "./journal.js";

const marks = {
  published: ["↑", "cyan"],
  confirmed: ["✓", "cyan"],
  refused: ["⊘", "magenta"],
  handled: ["✓", "green"],
  retried: ["↻", "yellow"],
  "dead-lettered": ["✗", "red"],
  closing: ["·", "dim"],
  closed: ["·", "dim"],
} as const satisfies Record<Step, readonly [string, string]>;

/** Where the column with the event begins. */
const eventColumn = 8 + 17 + 15 + 3 * 2;

/** What the reader sees: one line per happening, in columns; colors on terminals only. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #paint: ReturnType<typeof picocolors.createColors>;

  constructor(out: NodeJS.WriteStream) {
    const { NO_COLOR, TERM } = process.env;
    this.#out = out;
    this.#paint = picocolors.createColors(out.isTTY === true && !NO_COLOR && TERM !== "dumb");
  }

  heading(text: string): void {
    this.#line(`\n${this.#paint.bold(text)}`);
  }

  text(text: string): void {
    this.#line(`  ${text}`);
  }

  happening({ atMs, service, step, subject, detail, more }: Happening): void {
    const { dim, [marks[step][1]]: paint } = this.#paint;
    const what = subject === undefined ? "" : `${subject.event} ${subject.version}`;
    const columns = [
      dim(`${atMs.toFixed(0)} ms`.padStart(8)),
      service.padEnd(17),
      paint(`${marks[step][0]} ${step}`.padEnd(15)),
      what.padEnd(19),
      (subject?.orderId ?? "").padEnd(6),
      step === "published" || step === "confirmed" ? dim(detail) : detail,
    ];
    this.#line(columns.join("  "));
    for (const line of more) this.#line(`${" ".repeat(eventColumn)}${dim(line)}`);
  }

  /** Rows of equal length, the head first; in a table of numbers all columns but the first are right-aligned. */
  table(rows: readonly (readonly string[])[], content: "texts" | "numbers" = "texts"): void {
    const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
    rows.forEach((row, index) => {
      const cells = row.map((cell, column) =>
        content === "numbers" && column > 0 ? cell.padStart(width(column)) : cell.padEnd(width(column)),
      );
      const line = `  ${cells.join("  ").trimEnd()}`;
      this.#line(index === 0 ? this.#paint.dim(line) : line);
    });
  }

  success(text: string): void {
    this.#line(`\n${this.#paint.green(`✓ ${text}`)}`);
  }

  failure(text: string): void {
    this.#line(`\n${this.#paint.red(`✗ ${text}`)}`);
  }

  #line(text: string): void {
    this.#out.write(`${text}\n`);
  }
}
