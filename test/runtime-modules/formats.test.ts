import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FormatName, formats } from "../../runtime/formats/formats.js";
import { suiteFolder } from "../support/json-schema-test-suite.js";

interface Examples {
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

const LONG = 100_000;
const LONE = "\ud800";

/** Written by hand; together at least two of each kind per format. */
const EXAMPLES: Readonly<Record<FormatName, Examples>> = {
  "date-time": {
    valid: ["2024-02-29T23:59:59.5+14:00", "2016-12-31t23:59:60z"],
    invalid: ["2024-02-29 10:00:00Z", "2024-02-29T10:00:00", "2023-02-29T10:00:00Z", ""],
  },
  date: { valid: ["2000-02-29", "9999-12-31"], invalid: ["1900-02-29", "2024-4-1", "2024-04-31"] },
  time: { valid: ["00:00:00Z", "18:59:60-05:00"], invalid: ["00:00Z", "00:00:00.Z", "23:59:60+00:01"] },
  duration: { valid: ["PT90M", "p1w", "P1Y1MT1S"], invalid: ["P1S", "PT", "P1DT", "P1M1Y"] },
  email: {
    valid: ["a@b", '"a\\"b"@example.org', `${"a".repeat(65)}@example.org`, "a@[ipv6:2001:db8::1]", '""@b'],
    invalid: ['"a"b"@example.org', '"a\\"@b', "é@example.org", "a@b.", "a@[1.2.3]", "a@[tag:x]", '"@b'],
  },
  "idn-email": {
    valid: ["用户@例え.テスト", '"é"@b', "a@[127.0.0.1]"],
    invalid: [
      `${LONE}@b`,
      `a@${LONE}`,
      "é.@b",
      "a@-é",
      "a@é b",
      `a@${"é".repeat(64)}`,
      `a@${"é.".repeat(40)}é`,
    ],
  },
  hostname: {
    valid: ["a.B.c-1", "ab--cd.example", "xn--bcher-kva.example"],
    invalid: ["a..b", "bücher", "xn--", "xn--a", "a_b", "a b"],
  },
  "idn-hostname": {
    valid: ["bücher.example", "Example.COM", "أهلا.example"],
    invalid: [
      "Bücher",
      "l\u{28409}--é",
      "b\u0075\u0308cher",
      "ab--cd",
      "☃",
      `a${LONE}`,
      "أ-",
      "xn--bcher-kva-",
      "a\u200db",
    ],
  },
  ipv4: { valid: ["1.2.3.4", "249.0.99.100"], invalid: ["01.2.3.4", "1.2.3.4\0", "1.2.3"] },
  ipv6: {
    valid: ["2001:DB8::", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:1.2.3.4"],
    invalid: ["1:2:3:4:5:6:7:8::", "1.2.3.4::", "::1.2.3.4:5", "fe80::1%0", ":::", ":"],
  },
  uri: {
    valid: ["a:", "http://", "http://[v7.a:b]:80/?%2F", "x://u:p@h:/p?q#f"],
    invalid: ["", "a", "http://[::1]x", "http://[::1", "http://h:8a", "a:b#c#d", "a:é"],
  },
  "uri-reference": { valid: ["a/b:c", "..", "//h:1"], invalid: [":a", "a b", "%", "//[1]", "#a#"] },
  iri: { valid: ["http://é/é?é#é", "a:?\ue000"], invalid: ["é", `a:${LONE}`, "a:\ue000", "é:a", "a:\ufdd0"] },
  "iri-reference": { valid: ["é", "//é:1/😀"], invalid: ["é ", "é#\ue000", "\udc00\ud800"] },
  uuid: {
    valid: ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF"],
    invalid: ["{00000000-0000-0000-0000-000000000000}", "00000000-0000-0000-0000-00000000000g", ""],
  },
  "uri-template": {
    valid: ["{?a,b:9,c*}", "/{a_1.b%20}/é", "{=later}"],
    invalid: ["{{a}}", "{a", "a}", "{a*b}", "{.}", "{a.}", "{a:}", "{é}", "%4", LONE],
  },
  "json-pointer": { valid: ["/a~01/b", "//", `/${LONE}`], invalid: ["a", "/~", "\n/a"] },
  "relative-json-pointer": { valid: ["0", "10#", "0-1/a", "1+2"], invalid: ["00", "1#a", "0+0", "#", "1a"] },
  regex: {
    valid: ["^[\\w\\-]+$", "(?<a>.)\\k<a>", "\\p{L}[\\p{L}\\P{Lu}]", "\\\\p\\{x\\}", ""],
    invalid: ["(", "[b-a]", "\\-", "a{2,1}", "\\p{Nope}", "[\\p{L}-z]\\p{L}", "\\"],
  },
};

/** 100 kB each, of the kind that makes an expression which backtracks try every way to split the run. */
const HOSTILE: Readonly<Record<FormatName, Examples>> = {
  "date-time": {
    valid: [`2024-01-01T00:00:00.${"9".repeat(LONG)}Z`],
    invalid: [`2024-01-01T00:00:00.${"9".repeat(LONG)}`, `2024-01-01T${"00:".repeat(LONG)}`],
  },
  date: { valid: [], invalid: ["1".repeat(LONG), "2024-01-01".repeat(LONG / 10)] },
  time: {
    valid: [`00:00:00.${"0".repeat(LONG)}+00:00`],
    invalid: [`00:00:00.${"0".repeat(LONG)}!`, "00:".repeat(LONG)],
  },
  duration: {
    valid: [`P${"1".repeat(LONG)}Y`, `PT${"1".repeat(LONG)}M${"1".repeat(LONG)}S`],
    invalid: [`P${"1".repeat(LONG)}`, `P${"1Y1M".repeat(LONG / 4)}!`, `PT${"1".repeat(LONG)}!`],
  },
  email: {
    valid: [`${"a.".repeat(LONG)}a@b`, `"${"\\\\".repeat(LONG)}"@b`],
    invalid: [
      `${"a.".repeat(LONG)}@b`,
      `"${"\\\\".repeat(LONG)}\\"@b`,
      "@".repeat(LONG),
      `a@${"a.".repeat(LONG)}!`,
    ],
  },
  "idn-email": {
    valid: [`${"é.".repeat(LONG)}é@é`],
    invalid: [
      `${"é".repeat(LONG)}${LONE}@b`,
      `a@${"é.".repeat(LONG)}`,
      `a@${"é".repeat(LONG)}`,
      `"${"é".repeat(LONG)}@b`,
    ],
  },
  hostname: {
    valid: [],
    invalid: ["a".repeat(LONG), "a-".repeat(LONG), `${"a.".repeat(LONG)}!`, `xn--${"a".repeat(LONG)}`],
  },
  "idn-hostname": {
    valid: [],
    invalid: ["é".repeat(LONG), "a\u3002".repeat(LONG), "\u0628\u200c".repeat(LONG), "\u0300".repeat(LONG)],
  },
  ipv4: { valid: [], invalid: ["1".repeat(LONG), "1.".repeat(LONG), `${"0".repeat(LONG)}.1.1.1`] },
  ipv6: { valid: [], invalid: [":".repeat(LONG), "1:".repeat(LONG), `${"0".repeat(LONG)}::`] },
  uri: {
    valid: [`a:${"/a".repeat(LONG)}`, `http://${"%41".repeat(LONG)}`, `${"a".repeat(LONG)}:`],
    invalid: [
      `a:${"%41".repeat(LONG)}%4`,
      "a".repeat(LONG),
      `http://${"a:".repeat(LONG)}@@`,
      `a:${"//".repeat(LONG)} `,
    ],
  },
  "uri-reference": {
    valid: ["/".repeat(LONG), "a/".repeat(LONG), "?".repeat(LONG)],
    invalid: [
      `${"a".repeat(LONG)}\\`,
      "#".repeat(LONG),
      `//[${"1:".repeat(LONG)}]`,
      `//[v${"1".repeat(LONG)}]`,
    ],
  },
  iri: {
    valid: [`a:${"é/".repeat(LONG)}`],
    invalid: [`a:${"é".repeat(LONG)}${LONE}`, `http://${"é".repeat(LONG)}:é`],
  },
  "iri-reference": {
    valid: ["é/".repeat(LONG)],
    invalid: [`${"😀".repeat(LONG)}\ud83d`, `${"é%41".repeat(LONG)}%`],
  },
  uuid: { valid: [], invalid: ["a".repeat(LONG), "00000000-".repeat(LONG / 9)] },
  "uri-template": {
    valid: ["{a}".repeat(LONG), `{${"a,".repeat(LONG)}a}`, `{${"a.".repeat(LONG)}a}`],
    invalid: [
      "{".repeat(LONG),
      `{${"a.".repeat(LONG)}}`,
      `{${"a,".repeat(LONG)}}`,
      `{a:${"1".repeat(LONG)}}`,
    ],
  },
  "json-pointer": { valid: ["/~0".repeat(LONG)], invalid: [`${"/~1".repeat(LONG)}~`, "~".repeat(LONG)] },
  "relative-json-pointer": {
    valid: [`1${"0".repeat(LONG)}`, `0${"/".repeat(LONG)}`],
    invalid: [`1${"0".repeat(LONG)}!`, "0".repeat(LONG), `0${"/~0".repeat(LONG)}~`],
  },
  regex: {
    valid: ["(a+)+".repeat(LONG / 5), "\\p{L}".repeat(LONG / 5), `[${"\\p{Lu}\\P{Ll}".repeat(LONG / 12)}]`],
    invalid: [
      "(".repeat(LONG),
      `(?:a|`.repeat(LONG),
      "[".repeat(LONG),
      "\\p{L}".repeat(LONG / 5).concat(")"),
    ],
  },
};

const names = Object.keys(EXAMPLES) as FormatName[];

describe.each([
  ["takes and refuses what its document says", EXAMPLES],
  ["decides hostile strings of 100 kB", HOSTILE],
])("a format %s", (_, table) => {
  test.each(names)("%s", (name) => {
    const { valid, invalid } = table[name];
    expect(valid.filter((text) => !formats[name](text)).map(shortened)).toEqual([]);
    expect(invalid.filter((text) => formats[name](text)).map(shortened)).toEqual([]);
  });
});

test("has two examples of each kind for every format", () => {
  expect(names.toSorted()).toEqual(Object.keys(formats).toSorted());
  expect(
    names.filter((name) => EXAMPLES[name].valid.length < 2 || EXAMPLES[name].invalid.length < 2),
  ).toEqual([]);
});

test.each(names)("%s never throws, whatever UTF-16 units it is given", (name) => {
  const units = fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }));
  const text = fc.array(units, { maxLength: 70 }).map((all) => String.fromCharCode(...all));
  const around = fc.constantFrom("", "xn--", "a@", '"', "http://", "{", "\\");
  fc.assert(
    fc.property(around, text, (prefix, rest) => typeof formats[name](prefix + rest) === "boolean"),
    { seed: 1 },
  );
});

interface SuiteGroup {
  readonly description: string;
  readonly schema: { readonly format?: string };
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const DRAFTS = ["draft2020-12", "draft2019-09", "draft7", "draft6", "draft4"];

// The drafts of the suite do not contradict one another in any string, so there is no list of exceptions.
describe.skipIf(suiteFolder === undefined)(
  "the JSON Schema test suite",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(DRAFTS)("agrees on every string of %s", (draft) => {
      const cases = suiteCases(draft);
      expect(cases.length).toBeGreaterThan(100);
      const wrong = cases.filter(({ format, data, valid }) => formats[format](data) !== valid);
      expect(wrong).toEqual([]);
    });

    test("has strings of every format in draft 2020-12", () => {
      const found = new Set(suiteCases("draft2020-12").map(({ format }) => format));
      expect([...found].toSorted()).toEqual(names.toSorted());
    });
  },
);

interface SuiteCase {
  readonly format: FormatName;
  readonly data: string;
  readonly valid: boolean;
  readonly description: string;
}

function suiteCases(draft: string): SuiteCase[] {
  const folder = `${suiteFolder}/tests/${draft}/optional/format/`;
  return readdirSync(folder).flatMap((file) => {
    const groups: readonly SuiteGroup[] = JSON.parse(readFileSync(folder + file, "utf8"));
    return groups.flatMap(({ schema: { format = "" }, tests, description: group }) =>
      tests.flatMap(({ data, valid, description }) =>
        isFormat(format) && typeof data === "string"
          ? [{ format, data, valid, description: `${file}: ${group}: ${description}` }]
          : [],
      ),
    );
  });
}

function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 30)}… (${text.length})` : JSON.stringify(text);
}
