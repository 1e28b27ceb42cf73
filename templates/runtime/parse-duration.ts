import { ConfigurationError } from "./rabbit-error.js";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/**
 * Milliseconds of `"250ms"`, `"10s"`, `"5m"` or `"1h"`; a number is milliseconds already.
 * Throws `ConfigurationError` for anything else, below zero, or over 24 hours.
 */
export function parseDuration(value: string | number): number {
  const match = typeof value === "string" ? /^(\d{1,9})(ms|s|m|h)$/.exec(value) : undefined;
  const ms =
    typeof value === "number" ? value : Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (!Number.isInteger(ms) || ms < 0 || ms > LONGEST_MS) {
    throw new ConfigurationError(
      `not a duration: ${typeof value === "string" ? JSON.stringify(value) : String(value)}; write whole numbers such as "250ms", "10s", "5m" or "1h", at most 24h`,
    );
  }
  return ms;
}
