import { createHash } from "node:crypto";

/**
 * Identifies a finding when its lines move: 16 hexadecimal digits of a hash. `subject` distinguishes two findings of one
 * rule at one place.
 */
export function fingerprint(
  rule: string,
  file: string,
  pointer: string | undefined,
  subject: string,
): string {
  const text = JSON.stringify([rule, file, pointer ?? null, subject]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
