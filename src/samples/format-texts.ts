import type { FormatName } from "../../runtime/formats/formats.js";
import { timeOf } from "./sample-day.js";
import { emails, people, slugs } from "./sample-words.js";
import { type Draw, oneOfGroup, oneText, pick, picker } from "./spread.js";

/** A text for a property whose name has these words. */
export type TextMaker = (words: readonly string[], draw: Draw) => string;

const iso = (words: readonly string[], draw: Draw): string => new Date(timeOf(words, draw)).toISOString();
const digits = (draw: Draw, count: number): string => {
  const next = picker(draw);
  return Array.from({ length: count }, () => `${next(10)}`).join("");
};
/** A host name that is reserved for documentation (RFC 2606). */
const hostOf = (words: readonly string[], draw: Draw): string => {
  const known = ["api", "shop", "www", "files", "docs", "cdn"].find((host) => words.includes(host));
  return `${known ?? oneText(["www", "api", "shop"], draw)}.example.com`;
};
const pathOf = (words: readonly string[], draw: Draw): string => {
  const last = words.filter((word) => /^[a-z]+$/.test(word) && !addresses.has(word)).at(-1) ?? "items";
  return `/${last}/${oneText(slugs, draw)}`;
};
const addresses: ReadonlySet<string> = new Set([
  "url",
  "uri",
  "iri",
  "href",
  "link",
  "id",
  "ref",
  "reference",
]);

/** A version 4 UUID (RFC 9562) by the draw alone. */
export function uuidOf(draw: Draw): string {
  const next = picker(draw);
  const hex = (count: number): string => Array.from({ length: count }, () => next(16).toString(16)).join("");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + next(4)).toString(16)}${hex(3)}-${hex(12)}`;
}

export { digits, iso };

/**
 * A text of each format as messages have it. Addresses and hosts are those that are reserved for documentation
 * (RFC 2606, RFC 5737, RFC 3849), so that no sample reaches anyone.
 */
export const formatTexts: { readonly [name in FormatName]: TextMaker } = {
  "date-time": (words, draw) => iso(words, draw).replace(/\.\d+Z$/, "Z"),
  date: (words, draw) => iso(words, draw).slice(0, 10),
  time: (words, draw) => `${iso(words, draw).slice(11, 19)}Z`,
  duration: (_, draw) => oneText(["PT15M", "PT1H30M", "P1D", "PT45S", "P7D", "P1M"], draw),
  email: (_, draw) => oneOfGroup(emails, draw, "person"),
  "idn-email": (_, draw) => oneOfGroup([...emails, "jörg.müller@example.com"], draw, "person"),
  hostname: hostOf,
  "idn-hostname": (words, draw) => (pick(draw, 4) === 3 ? "bücher.example.com" : hostOf(words, draw)),
  ipv4: (_, draw) => `${oneText(["192.0.2", "198.51.100", "203.0.113"], draw)}.${1 + pick(draw, 254)}`,
  ipv6: (_, draw) => `2001:db8::${(1 + pick(draw, 0xff_fe)).toString(16)}`,
  uri: (words, draw) => `https://${hostOf(words, draw)}${pathOf(words, draw)}`,
  "uri-reference": pathOf,
  iri: (words, draw) => `https://${hostOf(words, draw)}${pathOf(words, draw)}`,
  "iri-reference": pathOf,
  uuid: (_, draw) => uuidOf(draw),
  "uri-template": (words, draw) => `${pathOf(words, draw)}/{id}`,
  "json-pointer": (_, draw) => oneText(["/total/amount", "/items/0/sku", "/customer/email", "/status"], draw),
  "relative-json-pointer": (_, draw) => oneText(["0/status", "1/total", "2", "0#"], draw),
  regex: (_, draw) => oneText(["^[a-z]+$", "^[A-Z]{3}-\\d+$", "^\\d{4}$"], draw),
};

/** A name in the form that a mail address or a login has. */
export function loginOf(draw: Draw): string {
  return oneOfGroup(people, draw, "person").toLowerCase().replaceAll(" ", ".");
}
