import { isRightToLeft, isULabel, meetsBidiRule } from "./idna.js";
import { isIpv6 } from "./short-formats.js";

/** Octets of a name without the root label and the first length byte, RFC 1035, section 2.3.4. */
const LONGEST_NAME = 253;

/** A label of letters, digits and inner hyphens, RFC 1123, section 2.1, of at most 63 octets. */
export function isLdhLabel(label: string): boolean {
  return /^(?!-)[A-Za-z0-9-]{1,63}$/.test(label) && !label.endsWith("-");
}

/** Such labels separated by dots, RFC 1123, section 2.1. */
export function isLdhName(text: string): boolean {
  return text.length <= LONGEST_NAME && text.split(".").every(isLdhLabel);
}

/** A host name of RFC 1123, section 2.1, in which labels that start with `xn--` are A-labels of RFC 5890. */
export function isHostname(text: string): boolean {
  return (
    isLdhName(text) && text.split(".").every((label) => !/^xn--/i.test(label) || decoded(label) !== undefined)
  );
}

/**
 * A host name of RFC 5890, section 2.3.2.3: each label is an LDH label, an A-label or a U-label, and all of them
 * satisfy RFC 5893. The ideographic and wide full stops of RFC 3490, section 3.1, also separate labels.
 */
export function isIdnHostname(text: string): boolean {
  const labels = text.split(/[.\u3002\uff0e\uff61]/);
  if (!fitsDns(labels)) return false;
  const inUnicode = labels.map(toUnicode);
  if (!inUnicode.every((label): label is string => label !== undefined)) return false;
  return !inUnicode.some(isRightToLeft) || inUnicode.every(meetsBidiRule);
}

/** Whether labels of any script, converted to A-labels, fit the 63 octets of a label and the 253 of a name. */
export function fitsDns(labels: readonly string[]): boolean {
  // Each label has at least one octet and a dot, which bounds the work on hostile names.
  if (labels.length > LONGEST_NAME) return false;
  const octets = labels.reduce((sum, label) => sum + octetsOf(label) + 1, -1);
  return octets <= LONGEST_NAME;
}

function octetsOf(label: string): number {
  return isAscii(label) ? label.length : (toALabel(label)?.length ?? Number.POSITIVE_INFINITY);
}

function toUnicode(label: string): string | undefined {
  if (!isAscii(label)) return isULabel(label) ? label : undefined;
  if (!isLdhLabel(label)) return undefined;
  if (/^xn--/i.test(label)) return decoded(label);
  return label.startsWith("--", 2) ? undefined : label;
}

/** The U-label of an A-label, RFC 5891, section 5.4: it must be valid, and encode to the same A-label. */
function decoded(label: string): string | undefined {
  const aLabel = label.toLowerCase();
  const uLabel = fromALabel(aLabel);
  if (uLabel === undefined || isAscii(uLabel) || toALabel(uLabel) !== aLabel) return undefined;
  return isULabel(uLabel) ? uLabel : undefined;
}

function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text);
}

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const FIRST_BIAS = 72;
const FIRST_CODE_POINT = 0x80;
const LONGEST_LABEL = 63;
const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `xn--` plus the Punycode of a label (RFC 3492, section 6.3); undefined if longer than the 63 octets of DNS. */
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

/** The label encoded by an A-label of at most 63 lower-case octets (RFC 3492, section 6.2); undefined if invalid. */
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

const ATEXT = "A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-";
const NOT_ASCII = "\\u{80}-\\u{d7ff}\\u{e000}-\\u{10ffff}";
const NOT_UTF8_LABEL = new RegExp(`[^A-Za-z0-9${NOT_ASCII}\\-]|^-|-$|^[ -~]*$`, "u");
const SNUM = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
const IPV4_LITERAL = new RegExp(`^${SNUM}(?:\\.${SNUM}){3}$`);

/** Each finds what a form of the local part must not contain: such a search needs no backtracking. */
interface Alphabet {
  readonly dotString: RegExp;
  readonly quotedString: RegExp;
}

const ASCII = alphabet("");
const UNICODE = alphabet(NOT_ASCII);

/** `Mailbox` of RFC 5321, section 4.1.2. Its section 4.5.3.1 does not forbid long local parts, so neither does this. */
export function isEmail(text: string): boolean {
  return isMailbox(text, ASCII, isLdhName);
}

/** `Mailbox` of RFC 6531, section 3.3, which requires neither Unicode NFC nor labels that IDNA allows. */
export function isIdnEmail(text: string): boolean {
  return isMailbox(text, UNICODE, isUtf8Domain);
}

function isMailbox(text: string, forbidden: Alphabet, isDomain: (domain: string) => boolean): boolean {
  // A domain never contains an at-sign; a quoted local part may.
  const at = text.lastIndexOf("@");
  if (at < 0) return false;
  const domain = text.slice(at + 1);
  return isLocalPart(text.slice(0, at), forbidden) && (isDomain(domain) || isAddressLiteral(domain));
}

function isLocalPart(text: string, forbidden: Alphabet): boolean {
  if (!text.startsWith('"')) return !forbidden.dotString.test(text);
  if (text.length < 2 || !text.endsWith('"')) return false;
  return !forbidden.quotedString.test(text.slice(1, -1).replace(/\\[ -~]/g, ""));
}

/** The only registered tag for a `General-address-literal` is `IPv6`. */
function isAddressLiteral(text: string): boolean {
  if (!text.startsWith("[") || !text.endsWith("]")) return false;
  const address = text.slice(1, -1);
  return IPV4_LITERAL.test(address) || (/^ipv6:/i.test(address) && isIpv6(address.slice("IPv6:".length)));
}

function isUtf8Domain(text: string): boolean {
  const labels = text.split(".");
  return fitsDns(labels) && labels.every((label) => isLdhLabel(label) || !NOT_UTF8_LABEL.test(label));
}

function alphabet(letters: string): Alphabet {
  return {
    dotString: new RegExp(`[^.${ATEXT}${letters}]|^\\.|\\.\\.|\\.$|^$`, "u"),
    quotedString: new RegExp(`[^ !#-\\[\\]-~${letters}]`, "u"),
  };
}
