import type { Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { encodePath } from "./encode-path.js";
import { codeSpan, escapeMarkdown } from "./markdown-text.js";
import { baseFolderOf, type Report } from "./report.js";
import { serviceNotes } from "./summarize.js";
import { rollouts, whoBreaks } from "./words.js";

/** One row for each finding. */
export function findingTable(findings: readonly Finding[], report: Report): string {
  const columns = report.command === "review" ? reviewColumns : lintColumns;
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(columns.map(({ title }) => title)),
    row(columns.map(() => "---")),
    ...findings.map((finding) => row(columns.map(({ cell }) => cell(finding, report)))),
  ].join("\n");
}

interface Column {
  readonly title: string;
  readonly cell: (finding: Finding, report: Report) => string;
}

const common: readonly Column[] = [
  { title: "", cell: ({ severity }) => `${icons[severity]} ${severity}` },
  { title: "where", cell: linkedPlace },
];

const reviewColumns: readonly Column[] = [
  ...common,
  { title: "change", cell: ({ message }) => escapeMarkdown(message) },
  { title: "who breaks", cell: ({ review }) => (review?.breaks ?? []).map(whoBreaks).join("<br>") },
  {
    title: "services",
    cell: ({ review }) => (review === undefined ? [] : serviceNotes(review)).map(codeSpan).join(", "),
  },
  { title: "rollout", cell: ({ review }) => (review?.rollout ? rollouts[review.rollout] : "") },
];

const lintColumns: readonly Column[] = [
  ...common,
  { title: "finding", cell: ({ message, rule }) => `${escapeMarkdown(message)} (${codeSpan(rule)})` },
  { title: "what to do", cell: ({ help = "" }) => escapeMarkdown(help) },
];

/** The icon before the word. */
export const icons = { error: "❌", warning: "⚠️", info: "ℹ️" } as const;

/** `file:line` as code, as a link if the report has the web address. */
export function linkedPlace(finding: Finding, report: Report): string {
  const { file, range, review } = finding;
  const { links, repositoryFolder } = report;
  const isGone = review?.gone === true;
  const root = isGone ? links?.old : links?.new;
  const folder = isGone ? baseFolderOf(report) : repositoryFolder;
  const text = shortPlace(finding, folder);
  if (root === undefined) return text;
  const address = `${encodePath(pathIn(folder, file))}${range ? `#L${range.line}` : ""}`;
  return `[${text}](<${root}${address}>)`;
}

/** `file:line` as code. */
export function shortPlace({ file, range }: Finding, folder: string): string {
  return codeSpan(`${pathIn(folder, file)}${range ? `:${range.line}` : ""}`);
}
