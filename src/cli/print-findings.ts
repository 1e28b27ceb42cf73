import pc from "picocolors";
import type { Finding, Severity } from "../finding.js";
import { codeFrame } from "./code-frame.js";

/** What printing findings needs to know. */
export interface PrintOptions {
  readonly color: boolean;
  /** The path to show before each file's own, such as `schemas`. */
  readonly folder: string;
  /** The text of a file, for its code frame. */
  readonly textOf: (file: string) => string | undefined;
}

/** Findings as a person reads them: place, rule, sentence, code frame, what to do. */
export function printFindings(findings: readonly Finding[], options: PrintOptions): string {
  return findings.map((finding) => `${printFinding(finding, options)}\n`).join("\n");
}

/** `3 errors and 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = (["error", "warning"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return counts.join(" and ");
}

function printFinding(
  { file, range, severity, rule, message, help }: Finding,
  options: PrintOptions,
): string {
  const paint = pc.createColors(options.color);
  const colors: Record<Severity, (text: string) => string> = {
    error: paint.red,
    warning: paint.yellow,
    info: paint.cyan,
  };
  const place = visible(
    `${options.folder === "" ? "" : `${options.folder}/`}${file}${range ? `:${range.line}:${range.column}` : ""}`,
  );
  const text = range && options.textOf(file);
  return [
    `${paint.bold(place)} ${colors[severity](severity)} ${paint.dim(rule)}`,
    `  ${visible(message)}`,
    ...(range && text !== undefined ? [codeFrame(text, range).replaceAll(/^/gm, "  ")] : []),
    ...(help === undefined ? [] : [`  ${paint.cyan("help:")} ${visible(help)}`]),
  ].join("\n");
}

/** File names and schema text are somebody else's: nothing in them may act on the terminal or fake a line. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, (unit) =>
    JSON.stringify(unit)
      .slice(1, -1)
      .replace(/^[^\\]$/, "·"),
  );
}
