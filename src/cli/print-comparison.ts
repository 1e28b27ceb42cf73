import pc from "picocolors";
import { count } from "../code/count.js";
import type { Answer, ReportedChange, SchemaComparison } from "../compat/compare.js";
import type { SourcePlace } from "../compat/diff/source-pointer.js";
import { parseSource } from "../contract/parse-source.js";
import { rangeAt, type SourceFile } from "../contract/source-file.js";
import { breakLines } from "../report/break-lines.js";

/** Where the two schemas come from. */
export interface ComparisonOptions {
  readonly color: boolean;
  readonly old: PrintedSide;
  readonly new: PrintedSide;
}

interface PrintedSide {
  readonly folder: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** A comparison as a person reads it, or pastes it into a review. */
export function printComparison(comparison: SchemaComparison, options: ComparisonOptions): string {
  const { changes } = comparison;
  const paint = pc.createColors(options.color);
  const isBreaking = (change: ReportedChange): boolean => verdicts(change).includes("refuted");
  const isUnknown = (change: ReportedChange): boolean => verdicts(change).includes("unknown");
  const breaking = changes.filter(isBreaking);
  const unknown = changes.filter((change) => !isBreaking(change) && isUnknown(change));
  const others = changes.filter((change) => !isBreaking(change) && !isUnknown(change));
  const parts = others.filter((change) => isPartOf(breaking, change));
  const safe = others.filter((change) => !parts.includes(change));
  const blocks = [...breaking, ...unknown].map((change) => printChange(change, options));
  const lines = (listed: readonly ReportedChange[]): string[] =>
    listed.map((change) => `  ${change.title}  ${paint.dim(place(change.new, options.new))}`);
  if (parts.length > 0) blocks.push(["Part of the breaking changes:", ...lines(parts)].join("\n"));
  if (safe.length > 0) blocks.push([paint.green("Safe changes:"), ...lines(safe)].join("\n"));
  return `${[...blocks, summary(comparison, breaking.length, unknown.length)].join("\n\n")}\n`;
}

/** Whether a property goes away, or gets another name, for which a change that breaks says that it is required. */
function isPartOf(breaking: readonly ReportedChange[], { kind, target }: ReportedChange): boolean {
  if (kind !== "property-removed" && kind !== "property-renamed") return false;
  const path = JSON.stringify(target?.path);
  return target !== undefined && breaking.some((each) => JSON.stringify(each.target?.path) === path);
}

function printChange(change: ReportedChange, options: ComparisonOptions): string {
  const paint = pc.createColors(options.color);
  const lines = [`${paint.bold(change.title)}  ${paint.dim(place(change.new, options.new))}`];
  for (const direction of ["backward", "forward"] as const) {
    const answer = change[direction];
    if (answer === undefined || answer.verdict === "proved") continue;
    lines.push(...breakLines({ ...answer, direction, verdict: answer.verdict }, paint));
  }
  return lines.join("\n");
}

function place({ file, pointer }: SourcePlace, { folder, texts }: PrintedSide): string {
  const source = sourceOf(file, texts);
  const range = source && rangeAt(source, pointer);
  const path = folder === "" ? file : `${folder}/${file}`;
  return `${path}${range ? `:${range.line}:${range.column}` : ""}`;
}

const parsed = new WeakMap<PrintedSide["texts"], Map<string, SourceFile | undefined>>();

/** A file as it is written, parsed once for all its changes. */
function sourceOf(file: string, texts: PrintedSide["texts"]): SourceFile | undefined {
  const known = parsed.get(texts) ?? new Map<string, SourceFile | undefined>();
  parsed.set(texts, known);
  if (!known.has(file)) known.set(file, parseSource(file, texts.get(file) ?? "").source);
  return known.get(file);
}

function verdicts({ backward, forward }: ReportedChange): readonly (string | undefined)[] {
  return [backward?.verdict, forward?.verdict];
}

function summary(
  { backward, forward, changes }: SchemaComparison,
  breaking: number,
  unknown: number,
): string {
  const total = count(changes.length, "change");
  const parts = [
    ...(breaking > 0 ? [`${breaking} break${breaking === 1 ? "s" : ""}`] : []),
    ...(unknown > 0 ? [`${unknown} undecided`] : []),
  ];
  const of = (name: string, answer: Answer | undefined): string[] =>
    answer === undefined ? [] : [`${name}: ${words[answer.verdict]}`];
  const verdict = [...of("backward", backward), ...of("forward", forward)].join(", ");
  return `${total}${parts.length > 0 ? `, ${parts.join(", ")}` : ""}. ${verdict}.`;
}

const words = {
  proved: "compatible",
  refuted: "broken",
  unknown: "could not be decided automatically",
} as const;
