import { fitsDns, isLdhLabel, isLdhName } from "./hostname.js";
import { isIpv6 } from "./ip.js";

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
