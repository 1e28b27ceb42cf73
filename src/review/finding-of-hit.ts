import { findingAt, findingOn, type Said } from "../contract/source-file.js";
import type { Finding, Place, ReviewDetails, Severity } from "../findings/finding.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { Hit, HitPlace, ReviewRule, ReviewSubject, Side } from "./review-rule.js";

/** Converts a hit to a finding: with lines and columns on both sides, and the rule's defaults for missing fields. */
export function findingOfHit(rule: ReviewRule<Severity>, hit: Hit, subject: ReviewSubject): Finding {
  const { place, old, gone, message, event, version, rollout, concerns, notes, target } = hit;
  const severity = hit.severity ?? rule.severity;
  const help = hit.help ?? (severity === "info" ? undefined : rule.fix);
  const said: Said = { rule: rule.id, severity, message, ...(help === undefined ? {} : { help }) };
  const review: ReviewDetails = {
    ...(event === undefined ? {} : { event }),
    ...(version === undefined ? {} : { version }),
    ...(old === undefined ? {} : { old: placeOf(subject.old, old) }),
    ...(gone ? { gone } : {}),
    breaks: hit.breaks ?? [],
    ...(rollout === undefined ? {} : { rollout }),
    services: hit.services ?? [],
    ...(concerns === undefined ? {} : { concerns }),
    ...(notes === undefined || notes.length === 0 ? {} : { notes }),
    ...(target === undefined ? {} : { target }),
    uses: [],
  };
  const located = at(gone ? subject.old : subject.new, place, said);
  return { ...located, fingerprint: fingerprint(rule.id, place.file, place.pointer ?? "", message), review };
}

function placeOf(side: Side, place: HitPlace): Place {
  const { file, pointer, range } = at(side, place, nothingSaid);
  return {
    file,
    ...(pointer === undefined ? {} : { pointer }),
    ...(range === undefined ? {} : { range }),
  };
}

const nothingSaid: Said = { rule: "", severity: "info", message: "" };

function at({ sources }: Side, { file, pointer, part = "value" }: HitPlace, said: Said): Finding {
  const source = sources.get(file);
  if (source === undefined || pointer === undefined) return findingOn(source?.path ?? file, said);
  return findingAt(source, pointer, said, part);
}
