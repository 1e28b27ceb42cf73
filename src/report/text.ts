import pc from "picocolors";
import { visible } from "../code/visible.js";
import type { Finding } from "../findings/finding.js";
import { placeText } from "../findings/place-text.js";
import { capFindings } from "./cap-findings.js";
import { repeatedUses } from "./repeated-uses.js";
import type { Report, Reporter } from "./report.js";
import { noteLines, reviewLines } from "./review-lines.js";
import { groupFindings } from "./select-findings.js";
import { eventsOf, summarize, until, useNotes } from "./summarize.js";
import { rollouts } from "./words.js";

/** For people at a terminal: breaking changes with their proof, safe changes, accepted findings, and a summary. */
export const text: Reporter = (report, { color }) => {
  const paint = pc.createColors(color);
  const { open, harmless, accepted } = groupFindings(report);
  const line = (finding: Finding, rest = "") =>
    `  ${visible(finding.message)}${rest}  ${paint.dim(shortPlace(finding, report))}`;
  const { shown, rest } = capFindings(open, report.folder);
  const repeated = repeatedUses(shown);
  const blocks = shown.map((finding) =>
    reviewLines(finding, report, { paint, hasUsesAbove: repeated.has(finding) }),
  );
  if (rest.length > 0) blocks.push([...rest]);
  if (harmless.length > 0) blocks.push([paint.green("Safe changes:"), ...harmless.flatMap(harmlessLines)]);
  if (accepted.length > 0) blocks.push([paint.green("Accepted:"), ...accepted.flatMap(acceptedLines)]);
  return `${[...blocks, [summarize(report)]].map((lines) => lines.join("\n")).join("\n\n")}\n`;

  function harmlessLines(finding: Finding): string[] {
    const { notes = [], rollout = "any-order" } = finding.review ?? {};
    const others = eventsOf(finding.review ?? {})
      .map(([label, names]) => `, ${label} ${visible(names)}`)
      .join("");
    const order = rollout === "any-order" ? [] : [`rollout: ${rollouts[rollout]}`];
    return [line(finding, others), ...noteLines({ notes: [...notes, ...useNotes(finding), ...order] })];
  }

  function acceptedLines(finding: Finding): string[] {
    const reason = finding.review?.accepted;
    return [
      line(finding),
      ...(reason === undefined ? [] : [`    reason: ${visible(reason.reason)}${visible(until(reason))}`]),
    ];
  }
};

function shortPlace(finding: Finding, { folder }: Report): string {
  return visible(placeText(finding, folder));
}
