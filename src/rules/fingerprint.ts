import { createHash } from "node:crypto";

/**
 * What names a finding wherever its lines move: 16 hexadecimal digits of a hash. `subject` tells two findings of one
 * rule at one place apart.
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
