import { count } from "../code/count.js";
import { visible } from "../code/visible.js";
import type { Finding, ReviewDetails } from "../findings/finding.js";
import type { Report } from "./report.js";
import { groupFindings, isAccepted } from "./select-findings.js";
import { rollouts, whoBreaks } from "./words.js";

/** The number of findings of each kind; accepted ones are counted separately. */
export interface Tally {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly accepted: number;
}

/** Counts a report's findings. */
export function tally({ findings }: Pick<Report, "findings">): Tally {
  const open = findings.filter((finding) => !isAccepted(finding));
  const of = (severity: Finding["severity"]) => open.filter((each) => each.severity === severity).length;
  return {
    error: of("error"),
    warning: of("warning"),
    info: of("info"),
    accepted: findings.length - open.length,
  };
}

/** `3 errors, 1 warning, 5 notes in 12 events; compared with origin/main (abc1234)`. */
export function summarize(report: Report): string {
  const { error, warning, info, accepted } = tally(report);
  const parts = [
    ...(error > 0 ? [count(error, "error")] : []),
    ...(warning > 0 ? [count(warning, "warning")] : []),
    ...(info > 0 ? [count(info, "note")] : []),
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
  ];
  const found = parts.length === 0 ? "no findings" : parts.join(", ");
  const hash = report.base?.commit;
  const commit = hash === undefined || hash === report.base?.name ? "" : ` (${hash.slice(0, 7)})`;
  const base =
    report.base?.movedOn === undefined ? baseName(report) : `the merge base with ${baseName(report)}`;
  const compared = report.base === undefined ? "" : `; compared with ${base}${commit}`;
  const { events } = report.counts; // 0 when no event could be read
  return `${found}${events === 0 ? "" : ` in ${count(events, "event")}`}${compared}`;
}

/** The name of the base, such as `origin/main`. */
export function baseName({ base }: Pick<Report, "base">): string {
  if (base === undefined) return "the base";
  return base.name === base.commit ? base.name.slice(0, 7) : visible(base.name);
}

/** The result in a few words: the headline of a report. */
export function verdict(report: Report): { readonly kind: "good" | "look" | "bad"; readonly words: string } {
  const { open } = groupFindings(report);
  const review = report.command === "review";
  if (report.failed) {
    const refuted = open.some((finding) => breaksSurely(finding));
    return { kind: "bad", words: review ? (refuted ? "This breaks" : "This may break") : "Lint failed" };
  }
  if (open.some(({ severity }) => severity !== "info"))
    return { kind: "look", words: review ? "Review before merging" : "Review the findings" };
  return { kind: "good", words: review ? "Nothing breaks" : "No problems found" };
}

function breaksSurely({ review }: Finding): boolean {
  return review?.breaks.some((each) => each.verdict === "refuted") ?? false;
}

/** Who breaks and how to deploy, each as a plain line: for compact reports. */
export function shortDetails({ review }: Finding): string[] {
  if (review === undefined) return [];
  const { breaks, rollout, accepted, notes = [] } = review;
  const services = serviceNotes(review);
  return [
    ...breaks.map((each) => {
      const failures = (each.failures ?? []).map(({ pointer, message }) => `${pointer} ${message}`.trim());
      const why = each.reason ?? failures.join("; ");
      return visible(`${whoBreaks(each)} (${each.direction})${why === "" ? "" : `: ${why}`}`);
    }),
    ...eventsOf(review).map(([label, names]) => visible(`${label}: ${names}`)),
    ...notes.map(visible),
    ...(services.length === 0 ? [] : [visible(`services: ${services.join(", ")}`)]),
    ...(rollout === undefined ? [] : [`rollout: ${rollouts[rollout]}`]),
    ...useNotes({ review }).map(visible),
    ...(accepted === undefined ? [] : [visible(`accepted: ${accepted.reason}${until(accepted)}`)]),
  ];
}

/**
 * The events that share the finding, under a label: with the property in each, or by name. Empty if it concerns one
 * event.
 */
export function eventsOf({
  also = [],
  concerns = [],
}: Pick<ReviewDetails, "also" | "concerns">): [string, string][] {
  if (concerns.length > 0) return [["concerns", concerns.join(", ")]];
  return also.length === 0 ? [] : [["also in", also.join(", ")]];
}

/**
 * The affected services. If some of them only publish the event, each with its part, since a break of consumers is none
 * of theirs.
 */
export function serviceNotes({
  services,
  publishers = [],
}: Pick<ReviewDetails, "services" | "publishers">): string[] {
  if (publishers.length === 0) return [...services];
  return services.map((name) => `${name} (${publishers.includes(name) ? "publishes" : "consumes"})`);
}

/** Where code uses the removed or changed field, one line each. */
export function useNotes({ review }: Pick<Finding, "review">): string[] {
  return (review?.uses ?? []).map(
    ({ file, line, column, what }) => `used at ${file}:${line}:${column}: ${what}`,
  );
}

/** ` (until 2027-06-30)`, if the acceptance expires. */
export function until(accepted: { readonly until?: string }): string {
  return accepted.until === undefined ? "" : ` (until ${accepted.until})`;
}
