import { type Draw, pick } from "./spread.js";

/** The day near which all times of samples are, as milliseconds since the epoch: no sample depends on today. */
const START = Date.UTC(2026, 2, 2, 8);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Days over which samples are spread. */
const DAYS = 28;

const later: ReadonlySet<string> = new Set([
  "until",
  "expires",
  "expiry",
  "expiration",
  "expire",
  "due",
  "end",
  "ends",
  "ending",
  "to",
  "deadline",
  "valid",
  "delivery",
  "estimated",
  "expected",
  "renewal",
  "sunset",
]);
const after: ReadonlySet<string> = new Set([
  "updated",
  "modified",
  "finished",
  "completed",
  "closed",
  "ended",
  "processed",
  "received",
  "shipped",
  "delivered",
  "paid",
  "changed",
  "last",
]);
const before: ReadonlySet<string> = new Set(["birth", "birthday", "birthdate", "born", "dob"]);

/** A time of a sample, in milliseconds since the epoch: all of one sample are of one day, unless their names say otherwise. */
export function timeOf(words: readonly string[], draw: Draw): number {
  const day = pick({ ...draw, key: "day" }, DAYS);
  const minutes = pick({ ...draw, key: "minutes" }, 8 * 60) + pick(draw, 10);
  const start =
    START + day * DAY + minutes * MINUTE + pick({ ...draw, key: `${draw.key} seconds` }, 60) * 1_000;
  if (words.some((word) => before.has(word))) return start - (25 * 365 + pick(draw, 9_000)) * DAY;
  if (words.some((word) => after.has(word))) return start + (15 + pick(draw, 180)) * MINUTE;
  return words.some((word) => later.has(word)) ? start + (7 + pick(draw, 23)) * DAY : start;
}
