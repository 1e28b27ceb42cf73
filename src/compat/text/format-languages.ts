import type { FormatName } from "../../../runtime/formats/formats.js";

/** The texts of a format as a regular expression. */
interface FormatLanguage {
  readonly pattern: string;
  /** Whether each text that matches is of the format; if not, each of the format matches all the same. */
  readonly exact: boolean;
  /** In characters, where the format has a limit that the expression does not say. */
  readonly maxLength?: number;
  /** Matches only texts that are valid in the format, if `pattern` is wider than the format. */
  readonly inner?: string;
  /** More such texts, of those with at most `length` characters. */
  readonly innerUpTo?: { readonly length: number; readonly pattern: string };
}

const whole = (body: string): string => `^(?:${body})$`;
const exact = (body: string): FormatLanguage => ({ pattern: whole(body), exact: true });
const wider = (body: string, inner?: string): FormatLanguage => ({
  pattern: whole(body),
  exact: false,
  ...(inner === undefined ? {} : { inner: whole(inner) }),
});

const leapYear = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const date =
  "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)" +
  `|02-(?:0[1-9]|1[0-9]|2[0-8]))|${leapYear}-02-29)`;
// wider: a second 60 is one only where it is 23:59 in UTC
const time =
  "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const zone = "(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const plainTime = `(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?${zone}|23:59:60(?:\\.[0-9]+)?[Zz]`;
const durationDate = "(?:[0-9]+[Yy](?:[0-9]+[Mm](?:[0-9]+[Dd])?)?|[0-9]+[Mm](?:[0-9]+[Dd])?|[0-9]+[Dd])";
const durationTime = "[Tt](?:[0-9]+[Hh](?:[0-9]+[Mm](?:[0-9]+[Ss])?)?|[0-9]+[Mm](?:[0-9]+[Ss])?|[0-9]+[Ss])";
const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const hex = (count: number): string => `[0-9A-Fa-f]{${count}}`;
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const group = "[0-9A-Fa-f]{1,4}";
/** An address without `::`, or with `before` groups in front of it and fewer than `7 - before` behind it; at least one group is left out. */
const ipv6 = [
  `(?:${group}:){6}(?:${group}:${group}|${ipv4})`,
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((before) => {
    const most = 7 - before;
    const start = before === 0 ? "" : `${group}(?::${group}){${before - 1}}`;
    const after = [
      ...(most > 0 ? [`${group}(?::${group}){0,${most - 1}}`] : []),
      ...(most > 1 ? [`(?:${group}:){0,${most - 2}}${ipv4}`] : []),
    ];
    return `${start}::${after.length === 0 ? "" : `(?:${after.join("|")})?`}`;
  }),
].join("|");

// RFC 1035, 2.3.4: a label has 63 octets, and a name 255 with the root and the first length
const LONGEST_NAME = 253;
const hyphened = (most: number): string => `(?:[A-Za-z0-9\\-]{0,${most - 1}}[A-Za-z0-9])?`;
const label = `[A-Za-z0-9]${hyphened(62)}`;
/** One that does not start with `xn--`, of which it is not known whether it stands for a label of IDNA. */
const plainLabel = [
  `[A-WYZa-wyz0-9]${hyphened(62)}`,
  `[Xx](?:[A-MO-Za-mo-z0-9]${hyphened(61)}|-[A-Za-z0-9\\-]{0,60}[A-Za-z0-9])?`,
  `[Xx][Nn](?:-?[A-Za-z0-9]${hyphened(59)})?`,
].join("|");
const name = `${label}(?:\\.${label})*`;
/** Three labels of any length make no name too long. */
const shortName = (each: string): string => `(?:${each})(?:\\.(?:${each})){0,2}`;

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-]+";
const localPart = `(?:${atom}(?:\\.${atom})*|"(?:[ !#-\\[\\]-~]|\\\\[ -~])*")`;
const literalOctet = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
const literal = `\\[(?:${literalOctet}(?:\\.${literalOctet}){3}|[Ii][Pp][Vv]6:(?:${ipv6}))\\]`;
const address = (domain: string): string => `${localPart}@(?:${domain}|${literal})`;

const encoded = "%[0-9A-Fa-f]{2}";
const uriCharacter = `(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\\[\\]\\-]|${encoded})`;
const userCharacter = `(?:[A-Za-z0-9._~!$&'()*+,;=\\-]|${encoded})`;
const pathCharacter = `(?:[A-Za-z0-9._~!$&'()*+,;=:@/\\-]|${encoded})`;
const queryCharacter = `(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\\-]|${encoded})`;
/** What follows a scheme: an authority and a path, or a path alone. */
const hierarchy =
  `(?://(?:${userCharacter}*@)?${userCharacter}*(?::[0-9]*)?(?:/${pathCharacter}*)?` +
  `|/(?:(?:[A-Za-z0-9._~!$&'()*+,;=:@\\-]|${encoded})${pathCharacter}*)?` +
  `|(?:(?:[A-Za-z0-9._~!$&'()*+,;=:@\\-]|${encoded})${pathCharacter}*)?)`;
const queryAndFragment = `(?:\\?${queryCharacter}*)?(?:#${queryCharacter}*)?`;
/** A path whose first part has no colon, which would end a scheme. */
const relative = `(?:/|${userCharacter}+(?:/${pathCharacter}*)?|/${userCharacter}+(?:/${pathCharacter}*)?)?`;
const scheme = "[A-Za-z][A-Za-z0-9+.\\-]*:";
const pointer = "(?:/(?:[^~/]|~[01])*)*";

/**
 * Formats as languages, so that they can be taken apart together with `pattern` and lengths. Of those that are left
 * out nothing is known but what their samples show. The sources are named where each format is checked.
 */
export const formatLanguages: { readonly [name in FormatName]?: FormatLanguage } = {
  date: exact(date),
  time: wider(time, plainTime),
  "date-time": wider(`${date}[Tt]${time}`, `${date}[Tt](?:${plainTime})`),
  duration: exact(`[Pp](?:[0-9]+[Ww]|${durationDate}(?:${durationTime})?|${durationTime})`),
  uuid: exact(`${hex(8)}(?:-${hex(4)}){3}-${hex(12)}`),
  ipv4: exact(ipv4),
  ipv6: exact(ipv6),
  hostname: {
    ...wider(name, shortName(plainLabel)),
    maxLength: LONGEST_NAME,
    innerUpTo: { length: LONGEST_NAME, pattern: whole(`(?:${plainLabel})(?:\\.(?:${plainLabel}))*`) },
  },
  email: {
    ...wider(address(name), address(shortName(label))),
    innerUpTo: { length: LONGEST_NAME, pattern: whole(address(name)) },
  },
  "idn-email": {
    ...wider("[^]+@[^@]+", address(shortName(label))),
    innerUpTo: { length: LONGEST_NAME, pattern: whole(address(name)) },
  },
  uri: wider(`${scheme}${uriCharacter}*`, `${scheme}${hierarchy}${queryAndFragment}`),
  "uri-reference": wider(
    `${uriCharacter}*`,
    `${scheme}${hierarchy}${queryAndFragment}|${relative}${queryAndFragment}`,
  ),
  iri: wider(`${scheme}[^]*`, `${scheme}${hierarchy}${queryAndFragment}`),
  "iri-reference": wider("[^]*", `${scheme}${hierarchy}${queryAndFragment}|${relative}${queryAndFragment}`),
  "json-pointer": exact(pointer),
  "relative-json-pointer": exact(`(?:0|[1-9][0-9]*)(?:[+\\-][1-9][0-9]*)?(?:#|${pointer})`),
};
