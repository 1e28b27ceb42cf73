import fc from "fast-check";
import { expect, test } from "vitest";
import { type FormatName, formats } from "../../../runtime/formats/formats.js";
import { Budget } from "../../../src/compat/prove/budget.js";
import { automatonTexts } from "../../../src/compat/text/automaton-texts.js";
import { formatLanguages } from "../../../src/compat/text/format-languages.js";
import { patternLanguage } from "../../../src/compat/text/pattern-language.js";
import { formatSamples } from "../../../src/compat/text/text-samples.js";
import { containment } from "../prove/bundles.js";

const seeds = [
  "2024-02-29",
  "1900-02-29",
  "2000-02-29T23:59:60Z",
  "23:59:60+00:00",
  "12:30:00.5-01:00",
  "P1Y2M3DT4H5M6S",
  "P2W",
  "255.255.255.255",
  "::ffff:192.0.2.1",
  "/a~0b/~1c",
  "0-1/a",
  "a@[IPv6:::1]",
  "urn:x:y",
];
/** Texts of each format, and such with a character or two changed. */
const nearly = fc
  .tuple(
    fc.constantFrom(...seeds, ...Object.values(formatSamples).flatMap((sample) => [0, 3, 7].map(sample))),
    fc.array(fc.tuple(fc.nat(40), fc.constantFrom(..."0129aZ-:.T+/~@#é \n", "")), { maxLength: 2 }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, character]) => now.slice(0, at) + character + now.slice(at + 1), text),
  );

test.each(Object.entries(formatLanguages))(
  "%s is a language that the format is in, or is",
  (name, language) => {
    const expression = new RegExp(language.pattern, "u");
    const outcomes = new Set<boolean>();
    const check = (text: string): void => {
      const isOfFormat = formats[name as FormatName](text);
      outcomes.add(isOfFormat);
      if (isOfFormat) expect(expression.test(text), text).toBe(true);
      else if (language.exact) expect(expression.test(text), text).toBe(false);
      else for (const inner of innerOf(language, text)) expect(inner.test(text), text).toBe(false);
    };
    fc.assert(fc.property(nearly, check), { seed: 1, numRuns: 4_000 });
    expect(outcomes).toEqual(new Set([true, false]));
  },
);

/** What says that a text is of the format. */
function innerOf(
  { inner, innerUpTo }: NonNullable<(typeof formatLanguages)[FormatName]>,
  text: string,
): readonly RegExp[] {
  const patterns = [
    ...(inner === undefined ? [] : [inner]),
    ...(innerUpTo === undefined || text.length > innerUpTo.length ? [] : [innerUpTo.pattern]),
  ];
  return patterns.map((pattern) => new RegExp(pattern, "u"));
}

const inner = Object.entries(formatLanguages).flatMap(([name, language]) =>
  [language.inner, language.innerUpTo?.pattern].flatMap((pattern) =>
    pattern === undefined ? [] : [[name, pattern] as const],
  ),
);
test.each(inner)("each text of a language inside of %s is of the format", (name, pattern) => {
  const budget = new Budget(10_000);
  for (const [minLength, limit] of [0, 1, 2, 5, 9, 12, 15, 20, 27, 40].map((each) => [each, 600] as const)) {
    const range = { minLength, maxLength: Math.min(minLength + 3, 60) };
    for (const text of automatonTexts(patternLanguage(pattern), range, limit, budget))
      expect(formats[name as FormatName](text), text).toBe(true);
  }
});

const of = (format: string, more: object = {}) => ({ type: "string", format, ...more });

test.each<readonly [string, unknown, unknown, "proved" | "refuted"]>([
  ["a date has ten characters", { type: "string", maxLength: 10 }, of("date"), "proved"],
  ["… and not nine", { type: "string", maxLength: 9 }, of("date"), "refuted"],
  ["a time may have any number of digits", { type: "string", maxLength: 64 }, of("date-time"), "refuted"],
  [
    "a pattern of UUIDs",
    of("uuid"),
    { type: "string", pattern: "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$" },
    "proved",
  ],
  [
    "a pattern of more than dates",
    of("date"),
    { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" },
    "refuted",
  ],
  ["a date in a pattern", { type: "string", pattern: "^\\d{4}(-\\d\\d){2}$" }, of("date"), "proved"],
  ["an IRI that is no URI", of("uri"), of("iri"), "refuted"],
  ["an address beyond ASCII", of("email"), of("idn-email"), "refuted"],
  ["each address is an international one", of("idn-email"), of("email"), "proved"],
  ["an IPv6 address has 45 characters", { type: "string", maxLength: 45 }, of("ipv6"), "proved"],
  ["… and not 44", { type: "string", maxLength: 44 }, of("ipv6"), "refuted"],
  ["an IPv6 address that is shorter", of("ipv6", { maxLength: 39 }), of("ipv6"), "refuted"],
  ["a host name has 253 characters", { type: "string", maxLength: 253 }, of("hostname"), "proved"],
  ["… and not 100", { type: "string", maxLength: 100 }, of("hostname"), "refuted"],
  ["a pattern of IPv6 addresses", of("ipv6"), { type: "string", pattern: "^fe80::[0-9a-f]{1,4}$" }, "proved"],
  [
    "a pattern of host names",
    of("hostname"),
    { type: "string", pattern: "^[a-z]{1,20}(\\.[a-z]{1,20}){0,4}$" },
    "proved",
  ],
  ["a pattern of more than host names", of("hostname"), { type: "string", pattern: "^[a-z.]+$" }, "refuted"],
  ["a pattern of addresses", of("email"), { type: "string", pattern: "^[a-z]+@example\\.com$" }, "proved"],
  ["an address has an at-sign", { type: "string", pattern: "@" }, of("email"), "proved"],
  ["an address may have two", { type: "string", pattern: "^[^@]+@[^@]+$" }, of("email"), "refuted"],
  ["an address of one host", of("email", { pattern: "@example\\.com$" }), of("email"), "refuted"],
  ["an address with a length", { type: "string", maxLength: 254 }, of("email"), "refuted"],
  ["a URI has no spaces", { type: "string", pattern: "^\\S+$" }, of("uri"), "proved"],
  ["a URI has no angle brackets", { type: "string", pattern: "^[^<>]+$" }, of("uri"), "proved"],
  ["a pattern of URIs", of("uri"), { type: "string", pattern: "^https://[a-z.]+/[a-z0-9/]*$" }, "proved"],
  ["a path is a reference", of("uri-reference"), { type: "string", pattern: "^/[a-z]+$" }, "proved"],
  [
    "a pattern of times",
    of("date-time"),
    { type: "string", pattern: "^20[0-9]{2}-01-[012][1-9]T[01][0-9]:00:00Z$" },
    "proved",
  ],
  ["a host name with hyphens that IDNA reserves", of("idn-hostname"), of("hostname"), "refuted"],
])("%s", async (_, wider, narrower, kind) => {
  expect(await containment(wider, narrower)).toMatchObject({ kind });
});
