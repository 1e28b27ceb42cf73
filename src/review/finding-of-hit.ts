import { type Diagnosis, rangeAt } from "../contract/source-file.js";
import type { Finding, Place, ReviewDetails, Severity } from "../findings/finding.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { HitPlace } from "../rules/rule-hit.js";
import type { ReviewHit, ReviewRule, ReviewSubject, Side } from "./review-rule.js";
import { onlyPublishing } from "./services.js";

/** Converts a hit to a finding: with lines and columns on both sides, and the rule's defaults for missing fields. */
export function findingOfHit(rule: ReviewRule<Severity>, hit: ReviewHit, subject: ReviewSubject): Finding {
  const {
    place,
    old,
    gone,
    message,
    subject: detail,
    event,
    version,
    rollout,
    concerns,
    notes,
    target,
  } = hit;
  const severity = hit.severity ?? rule.severity;
  const help = hit.help ?? (severity === "info" ? undefined : rule.fix);
  const diagnosis: Diagnosis = { rule: rule.id, severity, message, ...(help === undefined ? {} : { help }) };
  const services = hit.services ?? [];
  const publishers = publishersAmong(services, event, subject);
  const review: ReviewDetails = {
    ...(event === undefined ? {} : { event }),
    ...(version === undefined ? {} : { version }),
    ...(old === undefined ? {} : { old: placeOf(subject.old, old) }),
    ...(gone ? { gone } : {}),
    breaks: hit.breaks ?? [],
    ...(rollout === undefined ? {} : { rollout }),
    services,
    ...(publishers.length === 0 ? {} : { publishers }),
    ...(concerns === undefined ? {} : { concerns }),
    ...(notes === undefined || notes.length === 0 ? {} : { notes }),
    ...(target === undefined ? {} : { target }),
    uses: [],
  };
  return {
    ...diagnosis,
    ...placeOf(gone ? subject.old : subject.new, place),
    fingerprint: fingerprint(rule.id, place.file, place.pointer ?? "", detail),
    review,
  };
}

function publishersAmong(
  services: readonly string[],
  event: string | undefined,
  { old, new: now, renamed }: ReviewSubject,
): readonly string[] {
  if (event === undefined) return [];
  const former = renamed.filter((events) => events.new.name === event).map((events) => events.old.name);
  return onlyPublishing(services, [old.contract, now.contract], [event, ...former]);
}

function placeOf({ sources }: Side, { file, pointer, part }: HitPlace): Place {
  const source = sources.get(file);
  if (source === undefined || pointer === undefined) return { file: source?.path ?? file };
  return { file: source.path, pointer, range: rangeAt(source, pointer, part) };
}
