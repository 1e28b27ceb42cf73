import type pc from "picocolors";
import { visible } from "../code/visible.js";
import type { Finding } from "../findings/finding.js";
import { placeText } from "../findings/place-text.js";
import { codeFrame } from "./code-frame.js";
import { shorten } from "./shorten.js";

/** A message may quote a very long name. */
const longestMessage = 4_000;

/** Colors, or functions that change nothing. */
export type Paint = ReturnType<typeof pc.createColors>;

/** What is needed to show a finding, besides the finding itself. */
export interface FindingSetting {
  readonly paint: Paint;
  /** The path to prepend to the file's own, such as `schemas`. */
  readonly folder: string;
  /** The text of the file, for its code frame. */
  readonly text: string | undefined;
  /** Text to show after the location. */
  readonly note?: string;
}

/** A finding for people: location, rule, message, code frame. */
export function findingLines(finding: Finding, { paint, folder, text, note }: FindingSetting): string[] {
  const { range, severity, rule, message } = finding;
  const colors = { error: paint.red, warning: paint.yellow, info: paint.cyan } as const;
  const place = paint.bold(visible(placeText(finding, folder)));
  const aside = note === undefined ? "" : ` ${paint.dim(`(${visible(note)})`)}`;
  return [
    `${place}${aside} ${colors[severity](severity)} ${paint.dim(visible(rule))}`,
    `  ${visible(shorten(message, longestMessage))}`,
    ...(range && text !== undefined ? [codeFrame(text, range).replaceAll(/^/gm, "  ")] : []),
  ];
}

/** The finding's help, if it has any. */
export function helpLines({ help }: Finding, paint: Paint): string[] {
  return help === undefined ? [] : [`  ${paint.cyan("help:")} ${visible(shorten(help, longestMessage))}`];
}
