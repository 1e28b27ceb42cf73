import fc from "fast-check";
import { expect, test } from "vitest";
import { formatLanguages } from "../../src/compat/format-languages.js";
import { formatSamples } from "../../src/compat/text-samples.js";
import { type FormatName, formats } from "../../templates/runtime/formats.js";
import { containment } from "./bundles.js";

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
    };
    fc.assert(fc.property(nearly, check), { numRuns: 4_000 });
    expect(outcomes).toEqual(new Set([true, false]));
  },
);

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
  ["a host name with hyphens that IDNA reserves", of("idn-hostname"), of("hostname"), "refuted"],
])("%s", async (_, wider, narrower, kind) => {
  expect(await containment(wider, narrower)).toMatchObject({ kind });
});
