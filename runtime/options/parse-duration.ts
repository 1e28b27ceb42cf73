import { ConfigurationError } from "../errors/rabbit-error.js";
import { shown } from "./known-options.js";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/**
 * Milliseconds of `"250ms"`, `"10s"`, `"5m"` or `"1h"`; a number is milliseconds already. `what` is the option that has
 * the value, such as `retry.delays[1]`. Throws `ConfigurationError` for anything else, below zero, or over 24 hours.
 */
export function parseDuration(value: string | number, what = "the value"): number {
  const match = typeof value === "string" ? /^(\d{1,9})(ms|s|m|h)$/.exec(value) : undefined;
  const ms =
    typeof value === "number" ? value : Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (!Number.isInteger(ms) || ms < 0 || ms > LONGEST_MS) {
    throw new ConfigurationError(
      `${what} is ${shown(value)}, which is not a duration: write a whole number with its unit, such as "250ms", "10s", "5m" or "1h", at most "24h"`,
    );
  }
  return ms;
}
