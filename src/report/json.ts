import { visibleJson } from "../code/visible.js";
import type { Break, Finding, Place, ReviewDetails } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { baseFolderOf, type Reporter } from "./report.js";
import { tally } from "./summarize.js";

/**
 * For programs: the complete report, as described by `json-schemas/findings.schema.json`, with file paths relative to
 * the repository.
 */
export const json: Reporter = (report) => {
  const { command, version, base, counts, failed, findings, repositoryFolder } = report;
  const placeIn =
    (folder: string) =>
    ({ file, pointer, range }: Place) => ({
      file: pathIn(folder, file),
      pointer,
      range: range && {
        line: range.line,
        column: range.column,
        endLine: range.endLine,
        endColumn: range.endColumn,
      },
    });
  return `${visibleJson({
    $schema: `https://unpkg.com/rabbitgen@${version}/json-schemas/findings.schema.json`,
    command,
    version,
    base: base && { name: base.name, commit: base.commit, movedOn: base.movedOn },
    counts: {
      events: counts.events,
      versions: counts.versions,
      changedFiles: counts.changedFiles,
      ...tally(report),
    },
    failed,
    findings: findings.map((finding) => {
      const { rule, severity, message, help, fingerprint, review } = finding;
      const [place, oldPlace] = [placeIn(repositoryFolder), placeIn(baseFolderOf(report))];
      const own = review?.gone === true ? oldPlace(finding) : place(finding);
      const fields = { rule, severity, message, ...own, help, fingerprint };
      return { ...fields, review: review && details(review, oldPlace) } satisfies Record<
        keyof Finding,
        unknown
      >;
    }),
  })}\n`;
};

function details(review: ReviewDetails, oldPlace: (place: Place) => unknown): unknown {
  const {
    event,
    version,
    old,
    gone,
    breaks,
    rollout,
    services,
    publishers,
    also,
    concerns,
    notes,
    target,
    uses,
    accepted,
  } = review;
  return {
    event,
    version,
    old: old && oldPlace(old),
    gone,
    breaks: breaks.map(brokenSide),
    rollout,
    services,
    publishers,
    also,
    concerns,
    notes,
    target,
    uses: uses.map(({ file, line, column, what }) => ({ file, line, column, what })),
    accepted: accepted && { reason: accepted.reason, until: accepted.until },
  } satisfies Record<keyof ReviewDetails, unknown>;
}

function brokenSide({ direction, verdict, witness, failures, reason }: Break): unknown {
  const places = failures?.map(({ pointer, message }) => ({ pointer, message }));
  return { direction, verdict, witness, failures: places, reason } satisfies Record<keyof Break, unknown>;
}
