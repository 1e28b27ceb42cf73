import { patternFindings } from "./pattern-findings.js";
import type { Diagnosis } from "./source-file.js";
import { unicodePattern } from "./unicode-pattern.js";

/** What the loader makes of a pattern. */
export interface KnownPattern {
  /** As the canonical form has it; `undefined` if it has no meaning there. */
  readonly unicode: string | undefined;
  readonly findings: readonly Diagnosis[];
}

/** A folder has few patterns and uses them often. */
const MOST = 10_000;
const known = new Map<string, KnownPattern>();

/** {@link unicodePattern} and {@link patternFindings} of a pattern, which are worked out once. */
export function knownPattern(pattern: string): KnownPattern {
  const earlier = known.get(pattern);
  if (earlier !== undefined) return earlier;
  const unicode = unicodePattern(pattern);
  const read = { unicode, findings: patternFindings(pattern, unicode !== undefined) };
  if (known.size >= MOST) known.clear();
  known.set(pattern, read);
  return read;
}

/** A pattern of the canonical form as a schema has it; the same where it was not rewritten, or that is long ago. */
export function writtenPattern(unicode: string): string {
  for (const [pattern, read] of known) if (read.unicode === unicode) return pattern;
  return unicode;
}
