import { ConfigurationError } from "../errors/rabbit-error.js";

/** Options of every `close`. */
export interface CloseOptions {
  /** Milliseconds in total. */
  readonly timeout?: number | undefined;
}

const CLOSE_NAMES: OptionNames<CloseOptions> = { timeout: true };

/** The name of each option of a type, so that the compiler reports a missing one. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Rejects a value that is not an object, and unknown options: the compiler does not check JavaScript callers or spread
 * options, and a misspelt option would be silently ignored.
 */
export function checkOptionNames<Options>(what: string, options: unknown, names: OptionNames<Options>): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new ConfigurationError(`${what} must be an object`);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const known = Object.keys(names).join(", ");
    throw new ConfigurationError(
      `${what} has the unknown option ${JSON.stringify(name)}; known options: ${known}`,
    );
  }
}

/** Rejects a value that is not one of the given choices; `undefined` selects the default. */
export function checkChoice(what: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  const listed = choices.map((choice) => JSON.stringify(choice)).join(", ");
  throw new ConfigurationError(`${what} must be one of ${listed}, not ${shown(value)}`);
}

/**
 * Rejects a value that is not a time in milliseconds, 0 or more, `Infinity` included; `undefined` selects the default.
 */
export function checkMilliseconds(what: string, value: unknown): void {
  if (value === undefined || (typeof value === "number" && value >= 0)) return;
  throw new ConfigurationError(
    `${what} must be a non-negative number of milliseconds, such as 5000, not ${shown(value)}`,
  );
}

/** Default of `timeout` of `rabbit.close()` and `consumer.close()`, which wait for handlers. */
export const CLOSE_TIMEOUT_MS: number = 25_000;
/** The part of it that `rabbit.close()` reserves for confirms and for closing connections. */
export const CONNECTIONS_RESERVE_MS: number = 3_000;
/** The part of the rest that `consumer.close()` reserves for acks and for closing channels. */
export const CHANNELS_RESERVE_MS: number = 2_000;

/** The `timeout` of a `close`. */
export function closeTimeout(options: CloseOptions, standard: number): number {
  checkOptionNames("close()", options, CLOSE_NAMES);
  checkMilliseconds("timeout", options.timeout);
  return options.timeout ?? standard;
}

/** Rejects a value that is neither `true` nor `false`; `undefined` selects the default. */
export function checkBoolean(what: string, value: unknown): void {
  if (value === undefined || typeof value === "boolean") return;
  throw new ConfigurationError(`${what} must be true or false, not ${shown(value)}`);
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 64));
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean"
    ? String(value)
    : `a value of type ${value === null ? "null" : typeof value}`;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/**
 * Converts `"250ms"`, `"10s"`, `"5m"` or `"1h"` to milliseconds; a number already is in milliseconds. `what` is the
 * name of the option, such as `retry.delays[1]`. Throws `ConfigurationError` for anything else, negative, or over 24
 * hours.
 */
export function parseDuration(value: string | number, what = "the value"): number {
  const match = typeof value === "string" ? /^(\d{1,9})(ms|s|m|h)$/.exec(value) : undefined;
  const ms =
    typeof value === "number" ? value : Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (!Number.isInteger(ms) || ms < 0 || ms > LONGEST_MS) {
    throw new ConfigurationError(
      `${what} is ${shown(value)}, which is not a duration: use a whole number with a unit, such as "250ms", "10s", "5m" or "1h", at most "24h"`,
    );
  }
  return ms;
}

/** Longer words get no hint: they are unlikely to be typing errors, and comparing them takes long. */
const longestWord = 100;
/** The number of words looked up in one list, which bounds the time for a large file with many errors. */
const mostLooks = 1_000_000;
const smallList = 1000;

const looks = new WeakMap<object, number>();

/**
 * The known word that a misspelt one most likely means: at most two edits away, or `undefined`. A large list gives
 * hints for a limited number of words.
 */
export function nearestWord(
  word: string,
  known: readonly string[] | ReadonlySet<string>,
): string | undefined {
  if (word.length > longestWord || isSpent(known)) return undefined;
  const limit = Math.min(2, Math.floor(word.length / 3));
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function isSpent(known: readonly string[] | ReadonlySet<string>): boolean {
  const size = "size" in known ? known.size : known.length;
  if (size <= smallList) return false;
  const spent = (looks.get(known) ?? 0) + size;
  looks.set(known, spent);
  return spent > mostLooks;
}

/**
 * Insertions, deletions, replacements and swaps of neighbors (Damerau's restricted distance), up to `most`: only cells
 * near the diagonal are computed, and it stops at a row in which all have reached the limit.
 */
function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      if (Math.abs(i - j) >= most) {
        row.push(most);
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const distance = Math.min(
        (last[j] ?? most) + 1,
        (row[j - 1] ?? most) + 1,
        (last[j - 1] ?? most) + same,
        swapped ? (before[j - 2] ?? most) + 1 : most,
      );
      row.push(distance);
      least = Math.min(least, distance);
    }
    // a swap may still use the row before
    if (least >= most && Math.min(...last) >= most) return most;
    before = last;
    last = row;
  }
  return last[b.length] ?? most;
}
