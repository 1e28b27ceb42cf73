import type pc from "picocolors";
import type { Finding } from "../findings/finding.js";
import { codeFrame } from "./code-frame.js";
import { shorten } from "./shorten.js";
import { visible } from "./visible.js";

/** A message may quote a name of a megabyte. */
const longestMessage = 4_000;

/** Colors, or functions that change nothing. */
export type Paint = ReturnType<typeof pc.createColors>;

/** What showing a finding needs to know beside it. */
export interface FindingSetting {
  readonly paint: Paint;
  /** The path to show before the file's own, such as `schemas`. */
  readonly folder: string;
  /** The text of the file, for its code frame. */
  readonly text: string | undefined;
  /** What to say right after the place. */
  readonly note?: string;
}

/** A finding as a person reads it: place, rule, sentence, code frame. */
export function findingLines(finding: Finding, { paint, folder, text, note }: FindingSetting): string[] {
  const { range, severity, rule, message } = finding;
  const colors = { error: paint.red, warning: paint.yellow, info: paint.cyan } as const;
  const place = paint.bold(visible(placeOf(finding, folder)));
  const aside = note === undefined ? "" : ` ${paint.dim(`(${visible(note)})`)}`;
  return [
    `${place}${aside} ${colors[severity](severity)} ${paint.dim(visible(rule))}`,
    `  ${visible(shorten(message, longestMessage))}`,
    ...(range && text !== undefined ? [codeFrame(text, range).replaceAll(/^/gm, "  ")] : []),
  ];
}

/** What to do about a finding, if it says so. */
export function helpLines({ help }: Finding, paint: Paint): string[] {
  return help === undefined ? [] : [`  ${paint.cyan("help:")} ${visible(shorten(help, longestMessage))}`];
}

/** `schemas/order_paid/v1.json:6:26`, or less if less is known. */
export function placeOf({ file, range }: Pick<Finding, "file" | "range">, folder: string): string {
  return `${pathIn(folder, file)}${range ? `:${range.line}:${range.column}` : ""}`;
}

/** The path of a file of the schemas folder for somebody who stands outside of it. */
export function pathIn(folder: string, file: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}
