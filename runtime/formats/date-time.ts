const OFFSET = /^(?:z|[+-]\d\d:\d\d)$/i;
const DURATION_DATE = String.raw`(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)`;
const DURATION_TIME = String.raw`T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)`;
const DURATION = new RegExp(
  String.raw`^P(?:\d+W|${DURATION_DATE}(?:${DURATION_TIME})?|${DURATION_TIME})$`,
  "i",
);
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTES_A_DAY = 24 * 60;

/** `full-date` of RFC 3339, section 5.6, with a day that exists in that month and year. */
export function isDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== "-" || text[7] !== "-") return false;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return year >= 0 && day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0) + leapDay;
}

/** `full-time` of RFC 3339, section 5.6: second 60 only at 23:59 UTC (section 5.7). */
export function isTime(text: string): boolean {
  if (text[2] !== ":" || text[5] !== ":") return false;
  const [hour, minute, second] = [digits(text, 0, 2), digits(text, 3, 2), digits(text, 6, 2)];
  // a comparison with NaN is false
  if (!(hour <= 23 && minute <= 59 && second <= 60)) return false;
  let at = 8;
  if (text[at] === ".") {
    do at += 1;
    while (digits(text, at, 1) >= 0);
    if (at === 9) return false;
  }
  const zone = text.slice(at);
  if (!OFFSET.test(zone)) return false;
  const [offsetHour, offsetMinute] = zone.length === 1 ? [0, 0] : [digits(zone, 1, 2), digits(zone, 4, 2)];
  if (offsetHour > 23 || offsetMinute > 59) return false;
  const offset = (zone[0] === "-" ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  const utc = (hour * 60 + minute - offset + MINUTES_A_DAY) % MINUTES_A_DAY;
  return second < 60 || utc === MINUTES_A_DAY - 1;
}

/** `date-time` of RFC 3339, section 5.6: `T` or `t` between date and time, not the space that a note allows. */
export function isDateTime(text: string): boolean {
  return (text[10] === "T" || text[10] === "t") && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** `duration` of RFC 3339, appendix A: adjacent units only, no fractions; letters in either case, as always in ABNF. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/**
 * The number made of `count` ASCII digits; `NaN` if one is not a digit. Hand-written because it runs for every message
 * with times.
 */
function digits(text: string, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}
