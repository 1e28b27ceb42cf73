import type { FormatName } from "../../../runtime/formats/formats.js";

const two = (number: number): string => `${number}`.padStart(2, "0");
const day = (n: number): string =>
  `20${two(24 + Math.floor(n / 336))}-${two(1 + (Math.floor(n / 28) % 12))}-${two(1 + (n % 28))}`;
const clock = (n: number): string => `${two(12 + (Math.floor(n / 60) % 12))}:${two(n % 60)}:00Z`;
const numbered = (n: number): string => (n === 0 ? "" : `${n}`);

/** Texts of each format, a different one for each number from 0; tried, never trusted. */
export const formatSamples: { readonly [name in FormatName]: (n: number) => string } = {
  "date-time": (n) => `${day(n)}T${clock(0)}`,
  date: day,
  time: clock,
  duration: (n) => `P${n + 1}D`,
  email: (n) => `user${numbered(n)}@example.com`,
  "idn-email": (n) => `${n % 4 === 3 ? "josé" : "user"}${numbered(n)}@example.com`,
  // every fourth one is not a valid idn-hostname: it reserves hyphens in third and fourth place (RFC 5891, 4.2.3.1)
  hostname: (n) => `${n % 4 === 3 ? "ho--st" : "host"}${numbered(n)}.example.com`,
  "idn-hostname": (n) => `${n % 4 === 3 ? "höst" : "host"}${numbered(n)}.example.com`,
  ipv4: (n) => `192.0.2.${(n % 254) + 1}`,
  ipv6: (n) => `2001:db8::${(n + 1).toString(16)}`,
  uri: (n) => `https://example.com/${numbered(n)}`,
  "uri-reference": (n) => `/path${numbered(n)}`,
  iri: (n) => `https://example.com/${n % 4 === 3 ? "é" : ""}${numbered(n)}`,
  "iri-reference": (n) => `/${n % 4 === 3 ? "café" : "path"}${numbered(n)}`,
  uuid: (n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`,
  "uri-template": (n) => `/orders${numbered(n)}/{id}`,
  "json-pointer": (n) => `/name${numbered(n)}`,
  "relative-json-pointer": (n) => `${n}`,
  regex: (n) => `^a${numbered(n)}$`,
};

const behind = (text: string, more: number): string => text + "a".repeat(more);
const before = (text: string, more: number): string => "a".repeat(more) + text;
const fraction = (text: string, more: number): string =>
  text.replace("Z", `.${"0".repeat(Math.max(more - 1, 1))}Z`);

/** Makes a text of a format longer by `more` characters; formats with a maximum length are left out. */
export const longer: { readonly [name in FormatName]?: (text: string, more: number) => string } = {
  "date-time": fraction,
  time: fraction,
  email: before,
  "idn-email": before,
  uri: behind,
  "uri-reference": behind,
  iri: behind,
  "iri-reference": behind,
  "uri-template": behind,
  "json-pointer": behind,
  regex: (text, more) => text.replace("$", `${"a".repeat(more)}$`),
};

/** Each text of the one format is one of the other (RFC 3986 and 3987, RFC 5890 to 5892, RFC 6531, RFC 4291). */
const included: readonly (readonly [inner: FormatName, outer: FormatName])[] = [
  ["uri", "uri-reference"],
  ["uri", "iri"],
  ["uri", "iri-reference"],
  ["uri-reference", "iri-reference"],
  ["iri", "iri-reference"],
  ["email", "idn-email"],
];

/** Whether each text of the first format is known to be of the second. */
export function isIncluded(inner: string, outer: string): boolean {
  return inner === outer || included.some(([one, other]) => one === inner && other === outer);
}

/** Texts that read well, and some that are of hardly any format. */
export const plainTexts: readonly string[] = [
  "text",
  "other",
  "a",
  "",
  " ",
  "%",
  "{",
  "\\",
  "[",
  "é",
  "a b",
  "1",
  "A",
  "-",
];
