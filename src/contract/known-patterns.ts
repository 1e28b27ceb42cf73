import { BoundedCache } from "../code/bounded-cache.js";
import { patternFindings } from "./pattern-findings.js";
import type { Diagnosis } from "./source-file.js";
import { unicodePattern } from "./unicode-pattern.js";

/** What the loader makes of a pattern. */
export interface KnownPattern {
  /** As the canonical form has it; `undefined` if it has no meaning there. */
  readonly unicode: string | undefined;
  readonly findings: readonly Diagnosis[];
}

const known = new BoundedCache<KnownPattern>();

/** {@link unicodePattern} and {@link patternFindings} of a pattern, which are worked out once. */
export function knownPattern(pattern: string): KnownPattern {
  return known.get(pattern, () => {
    const unicode = unicodePattern(pattern);
    return { unicode, findings: patternFindings(pattern, unicode !== undefined) };
  });
}

/** A pattern of the canonical form as a schema has it; the same where it was not rewritten, or that is long ago. */
export function writtenPattern(unicode: string): string {
  for (const [pattern, read] of known.entries()) if (read.unicode === unicode) return pattern;
  return unicode;
}
