import type { LintHit, LintSubject } from "./lint-rule.js";

/** Takes over what the loader found under a rule's own id, so that settings grade it. */
export function graded(rule: string, part: "key" | "value" = "value") {
  return ({ loaded }: LintSubject): LintHit[] =>
    loaded
      .filter((finding) => finding.rule === rule)
      .map(({ file, pointer, message, help }) => ({
        file,
        part,
        message,
        ...(pointer === undefined ? {} : { pointer }),
        ...(help === undefined ? {} : { help }),
      }));
}
