import pc from "picocolors";
import type { Finding } from "../findings/finding.js";
import { capFindings } from "../report/cap-findings.js";
import { findingLines, helpLines } from "../report/finding-lines.js";

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
  const paint = pc.createColors(options.color);
  const { shown, rest } = capFindings(findings, options.folder);
  const blocks = shown.map((finding, index) => {
    // One object may have many failures; its lines are shown with the first.
    const isSame = isSamePlace(finding, shown[index - 1]);
    const text = isSame ? undefined : options.textOf(finding.file);
    return [
      ...findingLines(finding, { paint, folder: options.folder, text }),
      ...helpLines(finding, paint),
      "",
    ];
  });
  const more = rest.length === 0 ? [] : [[...rest, ""]];
  return [...blocks, ...more].map((lines) => lines.join("\n")).join("\n");
}

function isSamePlace(finding: Finding, before: Finding | undefined): boolean {
  const { file, range } = finding;
  if (range === undefined || before?.range === undefined || before.file !== file) return false;
  const keys = ["line", "column", "endLine", "endColumn"] as const;
  return keys.every((key) => range[key] === before.range?.[key]);
}
