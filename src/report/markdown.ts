import { count } from "../code/count.js";
import type { Break, Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { findingTable, icons, linkedPlace, shortPlace } from "./markdown-table.js";
import { codeSpan, collapsed, escapeMarkdown } from "./markdown-text.js";
import { markdownWitness } from "./markdown-witness.js";
import { repeatedUses } from "./repeated-uses.js";
import type { Report, Reporter } from "./report.js";
import { groupFindings, worstFirst } from "./select-findings.js";
import { eventsOf, summarize, until, useNotes, verdict } from "./summarize.js";
import { rollouts, sides, whoBreaks } from "./words.js";

/** GitHub accepts 65,536 characters; the rest is for the program that posts the comment. */
const commentLimit = 65_000;

/** The comment on a pull request. It begins with a marker by which the next run finds it. */
export const markdown: Reporter = (report) => {
  const { open, harmless, accepted } = groupFindings(report);
  const all = [...worstFirst(open), ...accepted, ...harmless];
  let fits = 0;
  let tooMany = all.length + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (comment(report, all.slice(0, middle), all.length - middle).length <= commentLimit) fits = middle;
    else tooMany = middle;
  }
  return comment(report, all.slice(0, fits), all.length - fits);
};

function comment(report: Report, findings: readonly Finding[], leftOut: number): string {
  const { open, harmless, accepted } = groupFindings({ findings });
  const repeated = repeatedUses(open);
  const { kind, words } = verdict(report);
  const signs = { good: "✅", look: "⚠️", bad: "❌" } as const;
  const blocks = [
    `<!-- rabbitgen ${report.command} -->\n${signs[kind]} **${words}:** ${escapeMarkdown(summarize(report))}`,
    ...(open.length > 0 ? [findingTable(open, report)] : []),
    ...(report.command === "review"
      ? open.map((finding) => detail(finding, report, repeated.has(finding)))
      : []),
    ...list(
      `${accepted.length} accepted`,
      accepted,
      (finding) => `${line(finding, report)}: ${reason(finding)}`,
    ),
    ...list(harmlessTitle(harmless.length), harmless, (finding) => harmlessItem(finding, report)),
    ...(leftOut > 0
      ? [`… and ${count(leftOut, "finding")} more, omitted because of the comment's size limit.`]
      : []),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function detail(finding: Finding, report: Report, hasUsesAbove: boolean): string {
  const { severity, message, help, fingerprint, review } = finding;
  const summary = `${icons[severity]} ${shortPlace(finding, report.repositoryFolder)} ${escapeMarkdown(message)}`;
  const uses = (review?.uses ?? []).map(
    ({ file, line, column, what }) => `- ${codeSpan(`${file}:${line}:${column}`)} ${escapeMarkdown(what)}`,
  );
  const accept = codeSpan(pathIn(report.repositoryFolder, "review.json"));
  return collapsed(summary, [
    ...(review?.breaks ?? []).flatMap(proof),
    ...eventsOf(review ?? {}).map(([label, names]) => `${capitalized(label)}: ${escapeMarkdown(names)}`),
    ...(review?.notes === undefined ? [] : [noteList(review.notes, "").join("\n")]),
    ...usedInCode(uses, hasUsesAbove),
    ...(help === undefined ? [] : [`What to do: ${escapeMarkdown(help)}`]),
    ...(fingerprint === undefined
      ? []
      : [`If this is acceptable, accept ${codeSpan(fingerprint)} in ${accept} and give the reason.`]),
  ]);
}

function usedInCode(uses: readonly string[], hasUsesAbove: boolean): string[] {
  if (uses.length === 0) return [];
  return hasUsesAbove
    ? ["Used in code: in the same places as the change above."]
    : ["Used in code:", uses.join("\n")];
}

function proof(broken: Break): string[] {
  const { direction, verdict: decided, witness, reason: why } = broken;
  const head = `**It ${whoBreaks(broken)}** (${direction})`;
  if (decided === "unknown")
    return [`${head}: could not be decided automatically: ${escapeMarkdown(why ?? "the reason is unknown")}`];
  if (witness === undefined) return [`${head}${why === undefined ? "." : `: ${escapeMarkdown(why)}`}`];
  return [`${head}. ${sides[direction].why}`, ...markdownWitness(broken)];
}

function list(title: string, findings: readonly Finding[], item: (finding: Finding) => string): string[] {
  if (findings.length === 0) return [];
  return [collapsed(title, [findings.map((finding) => `- ${item(finding)}`).join("\n")])];
}

function harmlessTitle(number: number): string {
  return number === 1 ? "1 safe change" : `${number} safe changes`;
}

function line(finding: Finding, report: Report): string {
  return `${linkedPlace(finding, report)} ${escapeMarkdown(finding.message)}`;
}

function harmlessItem(finding: Finding, report: Report): string {
  const { notes = [], rollout = "any-order" } = finding.review ?? {};
  const others = eventsOf(finding.review ?? {})
    .map(([label, names]) => `, ${label} ${escapeMarkdown(names)}`)
    .join("");
  const order = rollout === "any-order" ? [] : [`rollout: ${rollouts[rollout]}`];
  const beside = noteList([...notes, ...useNotes(finding), ...order], "  ");
  return [`${line(finding, report)}${others}`, ...beside].join("\n");
}

function noteList(notes: readonly string[], indent: string): string[] {
  return notes.map((note) => `${indent}- ${escapeMarkdown(note.replace(/^- /, ""))}`);
}

function capitalized(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}

function reason({ review }: Finding): string {
  const accepted = review?.accepted;
  return accepted === undefined ? "" : escapeMarkdown(`${accepted.reason}${until(accepted)}`);
}
