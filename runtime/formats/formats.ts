import { isDate, isDateTime, isDuration, isTime } from "./date-time.js";
import { isEmail, isHostname, isIdnEmail, isIdnHostname } from "./hostname.js";
import { isIpv4, isIpv6, isJsonPointer, isRegex, isRelativeJsonPointer, isUuid } from "./short-formats.js";
import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from "./uri.js";

/** The formats that JSON Schema 2020-12 defines (Validation, section 7.3), including those of older drafts. */
export type FormatName =
  | "date-time"
  | "date"
  | "time"
  | "duration"
  | "email"
  | "idn-email"
  | "hostname"
  | "idn-hostname"
  | "ipv4"
  | "ipv6"
  | "uri"
  | "uri-reference"
  | "iri"
  | "iri-reference"
  | "uuid"
  | "uri-template"
  | "json-pointer"
  | "relative-json-pointer"
  | "regex";

/**
 * One check per format of JSON Schema. None throws on any string, including lone surrogates, and all take time linear
 * in its length, since the strings are untrusted.
 */
export const formats: { readonly [name in FormatName]: (text: string) => boolean } = {
  "date-time": isDateTime,
  date: isDate,
  time: isTime,
  duration: isDuration,
  email: isEmail,
  "idn-email": isIdnEmail,
  hostname: isHostname,
  "idn-hostname": isIdnHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: isUri,
  "uri-reference": isUriReference,
  iri: isIri,
  "iri-reference": isIriReference,
  uuid: isUuid,
  "uri-template": isUriTemplate,
  "json-pointer": isJsonPointer,
  "relative-json-pointer": isRelativeJsonPointer,
  regex: isRegex,
};
