import { createHash } from "node:crypto";
import type { Json } from "../json/json.js";

/**
 * Identifies a finding when its lines move or its message is reworded: 16 hexadecimal digits of a hash. `subject` distinguishes
 * two findings of one rule at one place.
 */
export function fingerprint(rule: string, file: string, pointer: string | undefined, subject: Json): string {
  const text = JSON.stringify([rule, file, pointer ?? null, subject]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
