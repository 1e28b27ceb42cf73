import { BoundedCache } from "../code/bounded-cache.js";
import { digits, formatTexts, iso, loginOf, type TextMaker, uuidOf } from "./format-texts.js";
import {
  cities,
  colors,
  companies,
  countries,
  countryCodes,
  currencies,
  emails,
  firstNames,
  languages,
  lastNames,
  locales,
  longCountryCodes,
  people,
  phones,
  products,
  regions,
  sentences,
  services,
  slugs,
  statuses,
  streets,
  timeZones,
} from "./sample-words.js";
import { type Draw, oneOfGroup, oneText, picker } from "./spread.js";

/** Texts for names that end like this, the first one that a schema takes. */
type Rule = readonly [ending: RegExp, ...makers: readonly TextMaker[]];

const from =
  (texts: readonly string[]): TextMaker =>
  (_, draw) =>
    oneText(texts, draw);
const person =
  (texts: readonly string[]): TextMaker =>
  (_, draw) =>
    oneOfGroup(texts, draw, "person");
const town =
  (texts: readonly string[]): TextMaker =>
  (_, draw) =>
    oneOfGroup(texts, draw, "town");
const hex =
  (length: number): TextMaker =>
  (_, draw) => {
    const next = picker(draw);
    return Array.from({ length }, () => next(16).toString(16)).join("");
  };
const numbered =
  (prefix: string, length: number): TextMaker =>
  (_, draw) =>
    `${prefix}${digits(draw, length)}`;
/** A code of several letters that is upper case. */
const upper =
  (length: number): TextMaker =>
  (_, draw) => {
    const next = picker(draw);
    return Array.from({ length }, () => String.fromCharCode(65 + next(26))).join("");
  };
const time: TextMaker = (words, draw) => iso(words, draw).replace(/\.\d+Z$/, "Z");
const price: TextMaker = (_, draw) => {
  const next = picker(draw);
  return `${5 + next(195)}.${["00", "50", "90", "95", "99"][next(5)]}`;
};
/** `orderId` is `order-48213`, and a bare `id` a UUID. */
const identifier: TextMaker = (words, draw) => {
  const of = words.slice(0, -1).join("-");
  return of === "" ? uuidOf(draw) : `${of}-${digits(draw, 5)}`;
};

/** Names by how they end, their words in lower case with spaces between; the first that fits counts. */
const rules: readonly Rule[] = [
  [/\be ?mails?(?: address)?$/, person(emails)],
  [/\b(?:first|given|fore) ?name$/, person(firstNames)],
  [/\b(?:last|family|sur) ?name$/, person(lastNames)],
  [/\b(?:user|login|account) ?name$|\b(?:login|nick ?name|handle)$/, (_, draw) => loginOf(draw)],
  [/\b(?:host|domain|server|dns) ?(?:name)?$/, formatTexts.hostname],
  [/\b(?:company|organi[sz]ation|merchant|vendor|supplier|brand)(?: name)?$/, from(companies)],
  [/\b(?:product|item|article)(?: name| title)?$/, from(products)],
  [/\b(?:service|app|application|publisher|producer|component)(?: name)?$/, from(services)],
  [/\b(?:file) ?name$|\bfile$/, (_, draw) => `${oneText(slugs, draw)}.json`],
  [/\b(?:city|town|locality)(?: name)?$/, town(cities)],
  [/\bcountry ?code$/, town(countryCodes), town(longCountryCodes), town(countries)],
  [/\bcountry(?: name)?$/, town(countryCodes), town(longCountryCodes), town(countries)],
  [/\bcurrency(?: code)?$/, from(currencies)],
  [/\b(?:locale)$/, from(locales), from(languages)],
  [/\b(?:lang|language)(?: code)?$/, from(languages), from(locales)],
  [/\btime ?zone$|\btz$/, from(timeZones)],
  [/\b(?:post(?:al)? ?code|zip(?: ?code)?)$/, numbered("", 5), numbered("", 4)],
  [/\b(?:street|address line)\b.*$|\baddress$|\bline ?[12]$/, from(streets)],
  [/\b(?:state|region|province|county)$/, from(regions), from(statuses), upper(2)],
  [/\bstatus$/, from(statuses)],
  [/\b(?:phone|mobile|telephone|fax|msisdn)(?: number)?$/, from(phones), numbered("", 10)],
  [
    /\b(?:url|uri|href|link|website|homepage|endpoint|webhook)$/,
    formatTexts.uri,
    formatTexts["uri-reference"],
  ],
  [/\bip(?: ?v4)?(?: address)?$|\bip ?address$/, formatTexts.ipv4, formatTexts.ipv6],
  [/\bip ?v6(?: address)?$/, formatTexts.ipv6],
  [/\b(?:uuid|guid)$/, (_, draw) => uuidOf(draw)],
  [/\btrace ?id$/, hex(32), (_, draw) => uuidOf(draw)],
  [/\bspan ?id$/, hex(16), (_, draw) => uuidOf(draw)],
  [
    /\b(?:correlation|causation|request|message|event|session|idempotency) (?:id|key)$/,
    (_, draw) => uuidOf(draw),
  ],
  [/\b(?:sha|sha ?256|checksum|digest|hash|fingerprint)$/, hex(64), hex(40), hex(32)],
  [/\b(?:commit|revision)(?: id| sha| hash)?$|\bsha ?1$/, hex(40), hex(8)],
  [/\b(?:public|private|api|access|signing) key$/, hex(64), hex(32)],
  [/^key$/, from(slugs), from(colors)],
  [/\b(?:id|identifier|key)s?$/, identifier, (_, draw) => uuidOf(draw), numbered("", 8)],
  [/\b(?:sku|article number|part number)$/, numbered("SKU-", 5)],
  [/\b(?:ean|gtin|barcode)$/, numbered("400", 10)],
  [/\biban$/, numbered("DE00", 18)],
  [/\bbic$|\bswift$/, from(["DEUTDEFF", "NDEASESS", "BNPAFRPP"])],
  [/\bpayment ?method$|\bmethod$/, from(["card", "invoice", "transfer"]), from(["POST", "GET", "PUT"])],
  [/\b(?:amount|price|total|sub ?total|cost|fee|tax|discount|balance)$/, price, numbered("", 4)],
  [/\b(?:number|no|nr)$/, numbered("", 6)],
  [/\b(?:version|release)$/, from(["1.4.2", "2.0.0", "1.12.0"]), from(["1.4", "2.0"]), from(["v1", "v2"])],
  [/\b(?:birth ?date|date of birth|birthday|dob|date|day)$/, formatTexts.date, time],
  [/\b(?:at|on|timestamp|datetime|time|until|since|deadline)$/, time, formatTexts.date, formatTexts.time],
  [/\b(?:duration|timeout|interval)$/, formatTexts.duration, from(["30s", "5m"])],
  [/\b(?:mime ?type|content ?type|media ?type)$/, from(["application/json", "image/png", "text/plain"])],
  [
    /\buser ?agent$/,
    from(["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "curl/8.5.0"]),
  ],
  [
    /\b(?:path|directory|folder)$/,
    (_, draw) => `/srv/data/${oneText(slugs, draw)}`,
    formatTexts["uri-reference"],
  ],
  [/\bbranch$/, from(["main", "release-1.4"])],
  [/\b(?:colou?r)$/, from(colors), (words, draw) => `#${hex(6)(words, draw)}`],
  [/\b(?:slug|tag|label|category|topic)$/, from(slugs), from(colors)],
  [/\b(?:token|secret|signature|nonce|etag)$/, hex(32), hex(16)],
  [/\b(?:unit)$/, from(["pcs", "kg", "m"])],
  [/\b(?:level|severity|priority)$/, from(["normal", "high", "low"])],
  [/\b(?:gender)$/, from(["female", "male", "other"])],
  [/\b(?:description|comments?|notes?|message|summary|remarks?|reason|text|body|details?)$/, from(sentences)],
  [/\b(?:title|subject|headline)$/, from(products)],
  [
    /\b(?:customer|user|person|contact|owner|author|recipient|sender|employee|holder|full|display)(?: name)?$/,
    person(people),
  ],
];

/** Texts that suit a property of this name, the most likely ones first; whether a schema takes them is tried. */
export function namedTexts(
  words: readonly string[],
  around: readonly string[],
  draw: Draw,
): readonly string[] {
  const own = makersOf(words);
  // a `name` is whatever the object around it is
  const isName = own.length === 0 && words.at(-1) === "name";
  const suiting = isName ? makersOf([...around, ...words]) : own;
  if (suiting.length > 0) return suiting.map((make) => make(words, draw));
  if (isName && words.length === 1 && around.length === 0) return [oneOfGroup(people, draw, "person")];
  if (words.at(-1) === "code") return [upper(3)(words, draw), upper(2)(words, draw), digits(draw, 4)];
  const called = !isName ? words : words.length === 1 ? around : words.slice(0, -1);
  return called.length === 0 ? [] : [`${called.join(" ")} ${1 + picker(draw)(9)}`];
}

function makersOf(words: readonly string[]): readonly TextMaker[] {
  return makers.get(words.join(" "), (text) => {
    const [, ...found] = rules.find(([ending]) => ending.test(text)) ?? [/$/];
    return found;
  });
}

const makers = new BoundedCache<readonly TextMaker[]>();
