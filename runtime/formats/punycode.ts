const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const FIRST_BIAS = 72;
const FIRST_CODE_POINT = 0x80;
const LONGEST_LABEL = 63;
const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `xn--` and the Punycode of a label (RFC 3492, section 6.3); undefined when that is more than the 63 octets of DNS. */
export function toALabel(label: string): string | undefined {
  if (label.length > 2 * LONGEST_LABEL) return undefined;
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < FIRST_CODE_POINT);
  let text = `xn--${String.fromCodePoint(...basic)}${basic.length > 0 ? "-" : ""}`;
  let delta = 0;
  let bias = FIRST_BIAS;
  let next = FIRST_CODE_POINT;
  for (let done = basic.length; done < points.length; ) {
    const smallest = Math.min(...points.filter((point) => point >= next));
    delta += (smallest - next) * (done + 1);
    next = smallest;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      text += encodeNumber(delta, bias);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done += 1;
    }
    delta += 1;
    next += 1;
  }
  return text.length > LONGEST_LABEL ? undefined : text;
}

/** The label that an A-label of at most 63 lower-case octets encodes (RFC 3492, section 6.2); undefined when none. */
export function fromALabel(aLabel: string): string | undefined {
  const hyphen = aLabel.lastIndexOf("-");
  const points = Array.from(aLabel.slice("xn--".length, Math.max(hyphen, "xn--".length)), (digit) =>
    digit.charCodeAt(0),
  );
  const basicCount = points.length;
  let index = 0;
  let bias = FIRST_BIAS;
  let next = FIRST_CODE_POINT;
  for (let at = hyphen + 1; at < aLabel.length; ) {
    const before = index;
    let weight = 1;
    for (let step = BASE; ; step += BASE) {
      const digit = DIGITS.indexOf(aLabel[at++] ?? "?");
      if (digit < 0) return undefined;
      index += digit * weight;
      const limit = threshold(step, bias);
      if (digit < limit) break;
      weight *= BASE - limit;
    }
    const count = points.length + 1;
    bias = adapt(index - before, count, points.length === basicCount);
    next += Math.floor(index / count);
    if (next > 0x10ffff) return undefined;
    index %= count;
    points.splice(index++, 0, next);
  }
  return String.fromCodePoint(...points);
}

function encodeNumber(number: number, bias: number): string {
  let text = "";
  let rest = number;
  for (let step = BASE; ; step += BASE) {
    const limit = threshold(step, bias);
    if (rest < limit) return text + DIGITS.charAt(rest);
    text += DIGITS.charAt(limit + ((rest - limit) % (BASE - limit)));
    rest = Math.floor((rest - limit) / (BASE - limit));
  }
}

function threshold(step: number, bias: number): number {
  return Math.min(Math.max(step - bias, T_MIN), T_MAX);
}

/** The bias for the next number, RFC 3492, section 6.1. */
function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / count);
  let step = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; step += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return step + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38));
}
