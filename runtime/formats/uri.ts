import { isIpv6 } from "./short-formats.js";

/** Each finds what a component must not contain: such a search needs no backtracking. */
interface Alphabet {
  readonly userinfo: RegExp;
  readonly host: RegExp;
  readonly path: RegExp;
  readonly query: RegExp;
  readonly fragment: RegExp;
}

const UNRESERVED = "A-Za-z0-9._~\\-";
const SUB_DELIMS = "!$&'()*+,;=";
const PLANES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d"];

/** `ucschar` of RFC 3987, section 2.2, inside a character class. */
export const UCSCHAR: string = [
  "\\u{a0}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{ffef}",
  ...PLANES.map((plane) => `\\u{${plane}0000}-\\u{${plane}fffd}`),
  "\\u{e1000}-\\u{efffd}",
].join("");

/** `iprivate` of RFC 3987, section 2.2, inside a character class. */
export const IPRIVATE: string = "\\u{e000}-\\u{f8ff}\\u{f0000}-\\u{ffffd}\\u{100000}-\\u{10fffd}";

const ASCII = alphabet("", "");
const UNICODE = alphabet(UCSCHAR, IPRIVATE);

/** `URI` of RFC 3986, appendix A. */
export function isUri(text: string): boolean {
  return isReference(text, ASCII, true);
}

/** `URI-reference` of RFC 3986, appendix A. */
export function isUriReference(text: string): boolean {
  return isReference(text, ASCII, false);
}

/** `IRI` of RFC 3987, section 2.2. */
export function isIri(text: string): boolean {
  return isReference(text, UNICODE, true);
}

/** `IRI-reference` of RFC 3987, section 2.2. */
export function isIriReference(text: string): boolean {
  return isReference(text, UNICODE, false);
}

/** Splits at the delimiters of RFC 3986, appendix B, then checks each component. */
function isReference(text: string, forbidden: Alphabet, needsScheme: boolean): boolean {
  const [beforeFragment, fragment] = cut(text, "#");
  const [hierarchy, query] = cut(beforeFragment, "?");
  if (forbidden.fragment.test(fragment) || forbidden.query.test(query)) return false;
  const [first] = cut(hierarchy, "/");
  const hasScheme = first.includes(":");
  const [scheme, rest] = hasScheme ? cut(hierarchy, ":") : ["", hierarchy];
  if (hasScheme ? !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme) : needsScheme) return false;
  if (!rest.startsWith("//")) return !forbidden.path.test(rest);
  const [authority, path] = cut(rest.slice(2), "/");
  return isAuthority(authority, forbidden) && !forbidden.path.test(path);
}

function isAuthority(text: string, forbidden: Alphabet): boolean {
  const at = text.indexOf("@");
  if (forbidden.userinfo.test(text.slice(0, Math.max(at, 0)))) return false;
  const hostAndPort = text.slice(at + 1);
  const literal = hostAndPort.startsWith("[");
  const hostEnd = literal ? hostAndPort.indexOf("]") + 1 : hostAndPort.search(/:|$/);
  if (!/^(?::[0-9]*)?$/.test(hostAndPort.slice(hostEnd))) return false;
  const host = hostAndPort.slice(0, hostEnd);
  return literal ? isIpLiteral(host.slice(1, -1)) : !forbidden.host.test(host);
}

function isIpLiteral(text: string): boolean {
  return isIpv6(text) || /^v[0-9a-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(text);
}

/** The text before the delimiter and after it; nothing after it if there is no delimiter. */
function cut(text: string, delimiter: string): [before: string, after: string] {
  const at = text.indexOf(delimiter);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function alphabet(letters: string, privateLetters: string): Alphabet {
  const name = UNRESERVED + SUB_DELIMS + letters;
  return {
    userinfo: outside(`${name}:`),
    host: outside(name),
    path: outside(`${name}:@/`),
    query: outside(`${name}:@/?${privateLetters}`),
    fragment: outside(`${name}:@/?`),
  };
}

function outside(characters: string): RegExp {
  return new RegExp(`[^%${characters}]|%(?![0-9A-Fa-f]{2})`, "u");
}

// The apostrophe is an erratum of RFC 6570 (6937).
const NOT_LITERAL = new RegExp(
  `[^%!#$&'()*+,\\-./0-9:;=?@A-Z\\[\\]_a-z~${UCSCHAR}${IPRIVATE}]|%(?![0-9A-Fa-f]{2})`,
  "u",
);
const NOT_VARIABLE_NAME = /[^\w.%]|%(?![0-9A-Fa-f]{2})|^\.|\.\.|\.$|^$/;

/** `URI-Template` of RFC 6570, section 2, including the operators that it reserves for later. */
export function isUriTemplate(text: string): boolean {
  const [literal = "", ...pieces] = text.split("{");
  return !NOT_LITERAL.test(literal) && pieces.every(isExpressionAndLiteral);
}

function isExpressionAndLiteral(piece: string): boolean {
  const end = piece.indexOf("}");
  if (end < 0 || NOT_LITERAL.test(piece.slice(end + 1))) return false;
  const variables = piece.slice(0, end).replace(/^[+#./;?&=,!@|]/, "");
  return variables.split(",").every(isVariable);
}

function isVariable(variable: string): boolean {
  const name = variable.replace(/(?:\*|:[1-9][0-9]{0,3})$/, "");
  return !NOT_VARIABLE_NAME.test(name);
}
