import type { DeadLetterDetails } from "./read-dead-letter.js";

/** Which dead letters are meant; what is empty or `undefined` leaves out none. */
export interface Selection {
  readonly reasons: readonly string[];
  readonly events: readonly string[];
  readonly versions: readonly string[];
  readonly ids: readonly string[];
  /** Those that died at this time or later, in milliseconds since the epoch. */
  readonly since: number | undefined;
  /** Those that died before this time, in milliseconds since the epoch. */
  readonly before: number | undefined;
}

/** Whether a dead letter is among those that are meant; one of unknown age is not when an age is asked for. */
export function selects(
  { reasons, events, versions, ids, since, before }: Selection,
  letter: DeadLetterDetails,
): boolean {
  const { reason, event, version, messageId, time } = letter;
  return (
    isAmong(reasons, reason) &&
    isAmong(events, event) &&
    isAmong(versions, version) &&
    isAmong(ids, messageId) &&
    (since === undefined || (time !== undefined && time >= since)) &&
    (before === undefined || (time !== undefined && time < before))
  );
}

function isAmong(wanted: readonly string[], value: string | undefined): boolean {
  return wanted.length === 0 || (value !== undefined && wanted.includes(value));
}

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * Reads a moment: an age such as `30m`, `12h` or `7d`, or a date such as `2026-11-24` or `2026-11-24T21:30:00Z` (without
 * a zone: UTC for a date alone, else local time, as ECMAScript has it). `undefined` for anything else.
 */
export function readMoment(text: string, now: number): number | undefined {
  const age = /^(\d{1,9})([smhdw])$/.exec(text);
  if (age) return now - Number(age[1]) * (UNIT_MS[age[2] ?? ""] ?? 0);
  if (!/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return undefined;
  // a day that the month does not have is taken for one of the next
  return new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10))
    ? time
    : undefined;
}

/** How long ago something was, as a person says it. */
export function age(ms: number): string {
  const steps = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
  ] as const;
  const step = steps.find(([unit]) => ms >= unit);
  return step === undefined
    ? `${Math.max(0, Math.floor(ms / 1_000))} s`
    : `${Math.floor(ms / step[0])} ${step[1]}`;
}
