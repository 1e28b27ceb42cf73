import { count } from "../code/count.js";
import { visible, visibleJson } from "../code/visible.js";
import type { Finding, Severity } from "../findings/finding.js";
import { pathIn, placeText } from "../findings/place-text.js";
import { baseFolderOf, type Report, type Reporter } from "./report.js";
import { isAccepted } from "./select-findings.js";
import { shorten } from "./shorten.js";
import { baseName, shortDetails, summarize } from "./summarize.js";
import { type AnnotationLevel, type AnnotationProperties, workflowCommand } from "./workflow-command.js";

/** GitHub shows this many annotations of each level per step and puts the rest in its log. */
const shown = 10;

/** A witness in an annotation: long enough to recognize, short enough to read. */
const longestWitness = 600;

/** GitHub accepts 64 KiB; shorter messages are easier to read. */
const longestMessage = 4_000;

/** Annotations of a GitHub workflow: one command per line, errors first. */
export const github: Reporter = (report) => {
  const annotations = report.findings.map((finding) => annotate(finding, report));
  const at = (level: AnnotationLevel) => annotations.filter((each) => each.level === level);
  const all = ["error", "warning", "notice"] as const;
  const overflows = all.some((level) => at(level).length > shown);
  // the line that reports the omission is also a notice
  const hidden = all.flatMap((level) => {
    const more = at(level).length + (overflows && level === "notice" ? 1 : 0) - shown;
    return more > 0 ? [count(more, level)] : [];
  });
  const notice = `${hidden.join(", ")} more in this step's log: ${summarize(report)}`;
  // before the other notices: after the tenth it would be hidden
  const commands = [
    ...at("error"),
    ...at("warning"),
    ...(overflows ? [{ level: "notice" as const, properties: { title }, message: notice }] : []),
    ...at("notice"),
  ];
  return commands
    .map(({ level, properties, message }) => `${workflowCommand(level, properties, message)}\n`)
    .join("");
};

const title = "rabbitgen";

const levels: Readonly<Record<Severity, AnnotationLevel>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

interface Annotation {
  readonly level: AnnotationLevel;
  readonly properties: AnnotationProperties;
  readonly message: string;
}

function annotate(finding: Finding, report: Report): Annotation {
  const { rule, severity, message, help, review } = finding;
  const gone = review?.gone === true;
  const was = gone
    ? [`was at ${visible(placeText(finding, baseFolderOf(report)))} in ${baseName(report)}`]
    : [];
  const lines = [
    visible(message),
    ...was,
    ...shortDetails(finding),
    ...witnesses(finding),
    ...(help === undefined ? [] : [visible(help)]),
  ];
  const doc = report.rules.get(rule);
  return {
    level: isAccepted(finding) ? "notice" : levels[severity],
    properties: {
      ...(gone ? {} : position(finding, report)),
      title: visible(doc === undefined ? rule : `${doc.title} (${rule})`),
    },
    message: shorten(lines.join("\n"), longestMessage),
  };
}

function position({ file, range }: Finding, { repositoryFolder }: Report): AnnotationProperties {
  const path = visible(pathIn(repositoryFolder, file));
  if (range === undefined) return { file: path };
  const { line, column, endLine, endColumn } = range;
  // GitHub accepts columns only within one line
  const columns = line === endLine ? { col: column, endLine, endColumn } : { endLine };
  return { file: path, line, ...columns };
}

function witnesses({ review }: Finding): string[] {
  return (review?.breaks ?? []).flatMap(({ witness }) => {
    if (witness === undefined) return [];
    return [`message: ${shorten(visibleJson(witness, ""), longestWitness)}`];
  });
}
