import type { FormatName } from "../../templates/runtime/formats.js";

/** The texts of a format as a regular expression. */
interface FormatLanguage {
  readonly pattern: string;
  /** Whether each text that matches is of the format; if not, each of the format matches all the same. */
  readonly exact: boolean;
  /** In characters, where the format has a limit that the expression does not say. */
  readonly maxLength?: number;
}

const exact = (body: string): FormatLanguage => ({ pattern: `^(?:${body})$`, exact: true });
const wider = (body: string): FormatLanguage => ({ pattern: `^(?:${body})$`, exact: false });

const leapYear = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const date =
  "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)" +
  `|02-(?:0[1-9]|1[0-9]|2[0-8]))|${leapYear}-02-29)`;
// wider: a second 60 is one only where it is 23:59 in UTC
const time =
  "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+\\-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const durationDate = "(?:[0-9]+[Yy](?:[0-9]+[Mm](?:[0-9]+[Dd])?)?|[0-9]+[Mm](?:[0-9]+[Dd])?|[0-9]+[Dd])";
const durationTime = "[Tt](?:[0-9]+[Hh](?:[0-9]+[Mm](?:[0-9]+[Ss])?)?|[0-9]+[Mm](?:[0-9]+[Ss])?|[0-9]+[Ss])";
const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const hex = (count: number): string => `[0-9A-Fa-f]{${count}}`;
const label = "[A-Za-z0-9](?:[A-Za-z0-9\\-]*[A-Za-z0-9])?";
const scheme = "[A-Za-z][A-Za-z0-9+.\\-]*:";
const pointer = "(?:/(?:[^~/]|~[01])*)*";

/**
 * Formats as languages, so that they can be taken apart together with `pattern` and lengths. Of those that are left
 * out nothing is known but what their samples show. The sources are named where each format is checked.
 */
export const formatLanguages: { readonly [name in FormatName]?: FormatLanguage } = {
  date: exact(date),
  time: wider(time),
  "date-time": wider(`${date}[Tt]${time}`),
  duration: exact(`[Pp](?:[0-9]+[Ww]|${durationDate}(?:${durationTime})?|${durationTime})`),
  uuid: exact(`${hex(8)}(?:-${hex(4)}){3}-${hex(12)}`),
  ipv4: exact(`${octet}(?:\\.${octet}){3}`),
  ipv6: wider("[0-9A-Fa-f:.]{2,45}"),
  // RFC 1035, 2.3.4: 255 octets with the root and the first length
  hostname: { ...wider(`${label}(?:\\.${label})*`), maxLength: 253 },
  email: wider("[ -~]+@[A-Za-z0-9.:\\[\\]\\-]+"),
  "idn-email": wider("[^]+@[^@]+"),
  uri: wider(`${scheme}[!-~]*`),
  "uri-reference": wider("[!-~]*"),
  iri: wider(`${scheme}[^]*`),
  "json-pointer": exact(pointer),
  "relative-json-pointer": exact(`(?:0|[1-9][0-9]*)(?:[+\\-][1-9][0-9]*)?(?:#|${pointer})`),
};
