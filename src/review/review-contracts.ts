import type { IdentifiedChange } from "../compat/compare.js";
import type { QuestionOptions as Questions } from "../compat/compare-schemas.js";
import type { SourcePlace } from "../compat/diff/source-pointer.js";
import type { Event, EventVersion } from "../contract/contract.js";
import { publicationState } from "../contract/publication.js";
import { rangeAt } from "../contract/source-file.js";
import { compareFindings, type Finding, type Severity } from "../findings/finding.js";
import { findingOfHit } from "./finding-of-hit.js";
import { headerChanges, headerDeclaration } from "./header-changes.js";
import { mergeFindings } from "./merge-findings.js";
import { pairEvents } from "./pair-events.js";
import { shownPath } from "./payload-path.js";
import type { Pair, ReviewRule, ReviewSubject, SchemaChange, Side } from "./review-rule.js";
import { reviewRules } from "./review-rules.js";
import { compareVersions, isUntouched } from "./schema-changes.js";

/** How a change of a contract is reviewed. */
export interface ReviewOptions extends Questions {
  /** Today, as `2026-11-24`: a version past its sunset may be removed. */
  readonly today: string;
}

/** All findings about the change from one contract to another, sorted by file and location. */
export function reviewContracts(old: Side, now: Side, options: ReviewOptions): readonly Finding[] {
  const subject = subjectOf(old, now, options);
  const findings = reviewRules.flatMap((rule) => findingsOf(rule, subject));
  return mergeFindings(findings).sort(compareFindings);
}

function findingsOf(rule: ReviewRule<Severity>, subject: ReviewSubject): readonly Finding[] {
  return [...rule.judge(subject)].map((hit) => findingOfHit(rule, hit, subject));
}

function subjectOf(old: Side, now: Side, { today, ...questions }: ReviewOptions): ReviewSubject {
  const paired = pairEvents(old.contract, now.contract);
  const pairs = [...paired.kept, ...paired.renamed];
  const edited = pairs.map((pair) => editedVersions(old, now, pair, questions));
  return {
    old,
    new: now,
    ...paired,
    changes: edited.flatMap(({ changes }) => changes),
    reworded: edited.flatMap(({ reworded }) => reworded),
    headerChanges: pairs.flatMap((pair) => headerChanges(old, now, pair, questions)),
    headerDeclarations: pairs.flatMap((pair) => headerDeclaration(old, now, pair, questions) ?? []),
    movesUp: (from, to) =>
      compareVersions(now, from, now, to, questions).changes.map(
        (change) => `${placeInPayload(change)}${change.title} (${linePlace(now, change.new)})`,
      ),
    today,
  };
}

/**
 * `order.lines[].sku: `, and of a property that the title names, only where it is; nothing for the payload itself, or
 * where several properties share the definition.
 */
function placeInPayload({ kind, payload = [], payloads = [] }: IdentifiedChange): string {
  const path = /^(property|required)-/.test(kind) ? payload.slice(0, -1) : payload;
  return path.length === 0 || payloads.length > 1 ? "" : `${shownPath(path)}: `;
}

/** `order_paid/v2.json:12:5`, relative to the schemas folder. */
function linePlace({ sources }: Side, { file, pointer }: SourcePlace): string {
  const source = sources.get(file);
  const range = source && rangeAt(source, pointer);
  return range === undefined ? file : `${file}:${range.line}:${range.column}`;
}

/** Whether messages of a version may exist. */
function isPublished({ contract }: Side, { name }: Event, { label }: EventVersion): boolean {
  return publicationState(contract, name, label) !== "not-yet";
}

/** A change without its breaks, for a version without messages. */
function aboutMessages(
  { backward, forward, ...change }: IdentifiedChange,
  { wasSent, isSent }: { readonly wasSent: boolean; readonly isSent: boolean },
): IdentifiedChange {
  return {
    ...change,
    ...(wasSent && backward !== undefined ? { backward } : {}),
    ...(isSent && forward !== undefined ? { forward } : {}),
  };
}

function editedVersions(
  old: Side,
  now: Side,
  events: Pair<Event>,
  questions: Questions,
): { readonly changes: readonly SchemaChange[]; readonly reworded: ReviewSubject["reworded"] } {
  const changes: SchemaChange[] = [];
  const reworded: ReviewSubject["reworded"][number][] = [];
  for (const version of events.new.versions) {
    const before = events.old.versions.find(({ label }) => label === version.label);
    if (before === undefined || isUntouched(old, before, now, version)) continue;
    const compared = compareVersions(old, before, now, version, questions);
    const [wasSent, isSent] = [isPublished(old, events.old, before), isPublished(now, events.new, version)];
    for (const change of compared.changes)
      changes.push({
        event: events.new,
        version,
        change: aboutMessages(change, { wasSent, isSent }),
        isUnpublished: !wasSent && !isSent,
      });
    const isOther = JSON.stringify(before.source.value) !== JSON.stringify(version.source.value);
    if (compared.changes.length === 0 && isOther) reworded.push({ old: before, new: version });
  }
  return { changes, reworded };
}
