import { visible } from "../code/visible.js";
import type { Finding, ReviewDetails } from "../findings/finding.js";
import { breakLines } from "./break-lines.js";
import { findingLines, helpLines, type Paint } from "./finding-lines.js";
import type { Report } from "./report.js";
import { baseName, eventsOf, serviceNotes } from "./summarize.js";
import { rollouts } from "./words.js";

/** How a finding is shown in a list. */
export interface ListedFinding {
  readonly paint: Paint;
  /** Whether the finding above it lists the same uses. */
  readonly hasUsesAbove: boolean;
}

/** One finding for a terminal, with all its review details. */
export function reviewLines(finding: Finding, report: Report, listed: ListedFinding): string[] {
  const { paint } = listed;
  const gone = finding.review?.gone === true;
  const setting = {
    paint,
    folder: report.folder,
    text: report.textOf(finding.file, gone ? "old" : "new"),
    ...(gone ? { note: `in ${baseName(report)}` } : {}),
  };
  return [...findingLines(finding, setting), ...detailLines(finding, listed), ...helpLines(finding, paint)];
}

function detailLines({ review }: Finding, { paint, hasUsesAbove }: ListedFinding): string[] {
  if (review === undefined) return [];
  const { breaks, rollout, uses } = review;
  const services = serviceNotes(review);
  const places = uses.map(({ file, line, column, what }) => visible(`${file}:${line}:${column} ${what}`));
  const usedIn = (list: readonly string[]): string[] => {
    const label = `  ${paint.cyan("used in:")}`;
    if (list.length === 0) return [];
    return hasUsesAbove ? [`${label} as above`] : [label, ...list.map((each) => `    ${each}`)];
  };
  return [
    ...breaks.flatMap((each) => breakLines(each, paint)),
    ...eventsOf(review).map(([label, names]) => `  ${paint.cyan(`${label}:`)} ${visible(names)}`),
    ...noteLines(review),
    ...(services.length === 0 ? [] : [`  ${paint.cyan("services:")} ${visible(services.join(", "))}`]),
    ...(rollout === undefined ? [] : [`  ${paint.cyan("rollout:")} ${rollouts[rollout]}`]),
    ...usedIn(places),
  ];
}

/** Additional details, indented. */
export function noteLines({ notes = [] }: Pick<ReviewDetails, "notes">): string[] {
  return notes.map((note) => `    ${visible(note)}`);
}
