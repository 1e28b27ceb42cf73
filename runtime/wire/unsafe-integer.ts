/** An integer in JSON text that JavaScript cannot represent, or cannot distinguish from its neighbors. */
export interface UnsafeInteger {
  /** JSON Pointer to it. */
  readonly path: string;
  /** As written. */
  readonly text: string;
}

/** Doubles distinguish numbers of up to 15 digits, however written; only longer digit sequences are searched. */
const MOST_DIGITS = 15;
const MANY_DIGITS = /(?:\d\.?){16}/;
const MANY_WHOLE_DIGITS = /(?<![.\d])\d{16}/;

/**
 * The first integer of a received body that changes when parsed, such as 9007199254740993. Integers that a double
 * represents exactly do not count, nor those with the digits that JavaScript itself writes for their double, nor
 * fractions, which every reader rounds.
 */
export function roundedInteger(json: string): UnsafeInteger | undefined {
  return hasLongNumber(json) && MANY_DIGITS.test(json) ? firstNumber(json, isRounded) : undefined;
}

/**
 * The first integer above 2^53 - 1 in text written by `JSON.stringify`; JavaScript cannot distinguish it from its
 * neighbors, so it may not be the intended one. From 1e21 on, numbers are written with an exponent and are approximate
 * anyway.
 */
export function unsafeInteger(json: string): UnsafeInteger | undefined {
  return hasLongNumber(json) && MANY_WHOLE_DIGITS.test(json)
    ? firstNumber(json, (text) => /^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text)))
    : undefined;
}

/**
 * Whether the text has more than 15 consecutive digits and points. Every message is checked and few have any, so it
 * looks at every sixteenth character, and around those that may belong to such a sequence.
 */
function hasLongNumber(json: string): boolean {
  for (let at = MOST_DIGITS; at < json.length; at += MOST_DIGITS + 1) {
    if (!isDigitOrPoint(json, at)) continue;
    let start = at;
    while (start > at - MOST_DIGITS && isDigitOrPoint(json, start - 1)) start -= 1;
    let end = at + 1;
    while (end - start <= MOST_DIGITS && isDigitOrPoint(json, end)) end += 1;
    if (end - start > MOST_DIGITS) return true;
  }
  return false;
}

function isDigitOrPoint(json: string, at: number): boolean {
  const code = json.charCodeAt(at);
  return (code >= 48 && code <= 57) || code === 46;
}

interface Level {
  /** For an array. */
  index: number | undefined;
  /** For an object's member, as written. */
  key: string;
}

/** Walks over text that is valid JSON; member names are tracked to locate a number. */
function firstNumber(json: string, isWanted: (text: string) => boolean): UnsafeInteger | undefined {
  const levels: Level[] = [];
  const number = /[-\d.eE+]+/y;
  let last = "";
  for (let at = 0; at < json.length; at += 1) {
    const level = levels.at(-1);
    switch (json[at]) {
      case '"': {
        const end = endOfString(json, at);
        // only a member's name is needed; a long value is not copied
        last = json[skipSpace(json, end + 1)] === ":" ? json.slice(at, end + 1) : "";
        at = end;
        break;
      }
      case ":":
        if (level !== undefined) level.key = last;
        break;
      case ",":
        if (level?.index !== undefined) level.index += 1;
        break;
      case "{":
        levels.push({ index: undefined, key: "" });
        break;
      case "[":
        levels.push({ index: 0, key: "" });
        break;
      case "}":
      case "]":
        levels.pop();
        break;
      default: {
        if (!/[-\d]/.test(json[at] ?? "")) break;
        number.lastIndex = at;
        const [text = ""] = number.exec(json) ?? [];
        if (text.length > 15 && isWanted(text)) return { path: pathOf(levels), text };
        at += Math.max(0, text.length - 1);
      }
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    if (end === -1) return json.length;
    let slashes = 0;
    while (json[end - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return end;
  }
}

function skipSpace(json: string, start: number): number {
  let at = start;
  while (/\s/.test(json[at] ?? "")) at += 1;
  return at;
}

function pathOf(levels: readonly Level[]): string {
  return levels
    .map(({ index, key }) => `/${index ?? nameOf(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

function nameOf(key: string): string {
  return String(JSON.parse(key === "" ? '""' : key));
}

/** Whether a number is an integer by JSON Schema's definition (1.0 and 1e2 are) that differs from its double. */
function isRounded(text: string): boolean {
  const [, digits = "", fraction = "", exponent = "0"] =
    /^-?(\d+)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const all = digits + fraction;
  const [first, end] = [all.search(/[1-9]/), endOfDigits(all)];
  const significant = all.slice(Math.max(first, 0), end);
  if (significant.length <= 15) return false;
  // digits before the point, without leading zeros
  const whole = digits.length + Number(exponent) - first;
  const value = Math.abs(Number(text));
  if (significant.length > whole || !Number.isFinite(value)) return false;
  const [mantissa = ""] = value.toExponential().split("e");
  const shown = mantissa.replace(".", "");
  if (shown.slice(0, endOfDigits(shown)) === significant) return false;
  return BigInt(significant) * 10n ** BigInt(whole - significant.length) !== BigInt(value);
}

/** Where the trailing zeros begin; a loop, since a pattern is quadratic for a text of zeros that ends otherwise. */
function endOfDigits(digits: string): number {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end -= 1;
  return end;
}
