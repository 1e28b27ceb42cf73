import type { Location } from "sarif";
import type { Finding, Range } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { encodePath } from "./encode-path.js";
import { baseFolderOf, type Report } from "./report.js";
import { sarifText } from "./sarif-text.js";
import { baseName } from "./summarize.js";

/** The location of a finding; for something that was removed, only the file still exists. */
export function locations({ file, range, review }: Finding, { repositoryFolder }: Report): Location[] {
  return [locate(pathIn(repositoryFolder, file), review?.gone === true ? undefined : range)];
}

/** The location in the base, and the places in code that use the removed or changed field. */
export function relatedLocations(finding: Finding, report: Report): Location[] {
  const { review } = finding;
  if (review === undefined) return [];
  const old = review.gone === true ? finding : review.old;
  const places = [
    ...(old === undefined
      ? []
      : [locate(pathIn(baseFolderOf(report), old.file), old.range, `in ${baseName(report)}`)]),
    ...review.uses.map(({ file, line, column, what }) => locate(file, { line, column }, what)),
  ];
  return places.map((place, index) => ({ id: index + 1, ...place }));
}

/** A range, or only its start. */
type Start = Range | { readonly line: number; readonly column: number; readonly endLine?: never };

/** Code scanning requires a line: the first one stands for a whole file. */
function locate(path: string, range: Start | undefined, message?: string): Location {
  const end = range?.endLine === undefined ? {} : { endLine: range.endLine, endColumn: range.endColumn };
  const start = range && { startLine: range.line, startColumn: range.column };
  const region = start === undefined ? { startLine: 1 } : { ...start, ...end };
  return {
    ...(message === undefined ? {} : { message: sarifText(message) }),
    physicalLocation: { artifactLocation: { uri: encodePath(path), uriBaseId: "%SRCROOT%" }, region },
  };
}
