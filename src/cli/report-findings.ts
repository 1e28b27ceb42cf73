import type { Finding } from "../findings/finding.js";
import type { Io } from "./io.js";
import { printFindings } from "./print-findings.js";

/** Prints findings of a schemas folder to stderr, with the lines that they mean. */
export function reportFindings(
  io: Io,
  schemas: string,
  findings: readonly Finding[],
  files: ReadonlyMap<string, string>,
): void {
  if (findings.length === 0) return;
  io.err(
    `${printFindings(findings, { color: io.color, folder: schemas, textOf: (file) => files.get(file) })}\n`,
  );
}
