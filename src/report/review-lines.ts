import { visible } from "../code/visible.js";
import type { Finding, ReviewDetails } from "../findings/finding.js";
import { breakLines } from "./break-lines.js";
import { findingLines, helpLines, type Paint } from "./finding-lines.js";
import type { Report } from "./report.js";
import { baseName, eventsOf, serviceNotes } from "./summarize.js";
import { rollouts } from "./words.js";

/** One finding for a terminal, with all its review details. */
export function reviewLines(finding: Finding, report: Report, paint: Paint): string[] {
  const gone = finding.review?.gone === true;
  const setting = {
    paint,
    folder: report.folder,
    text: report.textOf(finding.file, gone ? "old" : "new"),
    ...(gone ? { note: `in ${baseName(report)}` } : {}),
  };
  return [...findingLines(finding, setting), ...detailLines(finding, paint), ...helpLines(finding, paint)];
}

function detailLines({ review }: Finding, paint: Paint): string[] {
  if (review === undefined) return [];
  const { breaks, rollout, uses } = review;
  const services = serviceNotes(review);
  const places = uses.map(({ file, line, column, what }) => visible(`${file}:${line}:${column} ${what}`));
  return [
    ...breaks.flatMap((each) => breakLines(each, paint)),
    ...eventsOf(review).map(([label, names]) => `  ${paint.cyan(`${label}:`)} ${visible(names)}`),
    ...noteLines(review),
    ...(services.length === 0 ? [] : [`  ${paint.cyan("services:")} ${visible(services.join(", "))}`]),
    ...(rollout === undefined ? [] : [`  ${paint.cyan("rollout:")} ${rollouts[rollout]}`]),
    ...(places.length === 0 ? [] : [`  ${paint.cyan("used in:")}`, ...places.map((each) => `    ${each}`)]),
  ];
}

/** Additional details, indented. */
export function noteLines({ notes = [] }: Pick<ReviewDetails, "notes">): string[] {
  return notes.map((note) => `    ${visible(note)}`);
}
