import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foreignSyntax } from "../../src/contract/foreign-syntax.js";
import { patternFindings } from "../../src/contract/pattern-findings.js";
import { unicodePattern } from "../../src/contract/unicode-pattern.js";

/** Patterns as they are in use, valid with the u flag. */
const sound = [
  "^[A-Z]{3}$",
  "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:Z|[+-]\\d{2}:\\d{2})$",
  "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
  "^(?!.*\\.\\.)[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
  "^\\+?[1-9]\\d{1,14}$",
  "^https?://[^\\s/$.?#].[^\\s]*$",
  "^#(?:[0-9a-fA-F]{3}){1,2}$",
  "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$",
  "^\\p{Lu}\\p{L}*$",
  "^\\p{Script=Greek}+$",
  "^[\\p{L}\\p{M}' .-]+$",
  "^[a-z0-9]+(?:-[a-z0-9]+)*$",
  "^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\\d{12}:.+$",
  "^(?<year>\\d{4})-\\k<year>$",
  '^[^<>:"/\\\\|?*\\x00-\\x1f]+$',
  "^/api/v\\d+/.*$",
  "/users/",
  "/",
  "//",
  "^//[a-z]+$",
  "^/[a-z]+/$",
  "/users/[^/]+/profile",
  "/v\\d+/me",
  "cost\\$/",
  "^[!-~]+$",
  "^[+--]$",
  "[\\b]",
  "[\\t\\n\\v\\f\\r]",
  "^\\cJ\\0$",
  "^[\u{1f600}-\u{1f64f}]$",
  "^\\u{1f600}$",
  "(^|,)a($|,)",
  "^a|b$",
  "^\\$\\^$",
  "[a&b]",
  "[-a]",
  "[a-]",
  "[^-]",
  "a{2}",
  "",
];

test.each(sound)("a pattern that is valid with the u flag stays as it is: %s", (pattern) => {
  expect(unicodePattern(pattern)).toBe(pattern);
  expect(patternFindings(pattern, true)).toEqual([]);
});

/** Patterns as they are in use, valid without the u flag, with the form that is valid with it. */
const rewritten: readonly (readonly [string, string])[] = [
  ["^\\-\\_\\@\\'\\\"\\ \\,\\;\\:\\#\\%\\&\\~\\`\\!\\=\\<\\>$", "^-_@'\" ,;:#%&~`!=<>$"],
  ["^[\\_\\@\\'\\.\\-]+$", "^[_@'\\.\\-]+$"],
  ["^[\\w-.]+$", "^[\\w\\-.]+$"],
  ["^[\\w.-\\s]+$", "^[\\w.\\-\\s]+$"],
  ["^[\\d-x]+$", "^[\\d\\-x]+$"],
  ["^[\\w\\-\\.]+\\@[\\w-]+$", "^[\\w\\-\\.]+@[\\w\\-]+$"],
  ["^{a}$", "^\\{a\\}$"],
  ["^\\${[A-Z_]+}$", "^\\$\\{[A-Z_]+\\}$"],
  ["^{{[a-z]+}}$", "^\\{\\{[a-z]+\\}\\}$"],
  ["^]$", "^\\]$"],
  ["^\\[a]$", "^\\[a\\]$"],
  ["^(?=a)*b$", "^(?:(?=a))*b$"],
  ["^(?!a){2}b$", "^(?:(?!a)){2}b$"],
  ["^\\07\\1$", "^\\x07\\x01$"],
  ["^\\08$", "^\\x008$"],
  ["^[\\12]$", "^[\\x0a]$"],
  ["^\\8$", "^\\x38$"],
  ["^\\p{L}\\-$", "^\\p{L}-$"],
  ["^[\\p{L}-_]\\@$", "^[\\p{L}\\-_]@$"],
  ["^\\-[\u{1f600}-\u{1f64f}]$", "^-[\u{1f600}-\u{1f64f}]$"],
  ["^\\-\\u{1f600}\\u{61}$", "^-\\u{1f600}\\u0061$"],
  ["^\\é\\-$", "^é-$"],
];

test.each(rewritten)("%s becomes %s", (pattern, expected) => {
  expect(unicodePattern(pattern)).toBe(expected);
  const octals = pattern.match(/\\(?:0\d|[1-9])/g)?.filter((octal) => octal !== "\\08") ?? [];
  expect(patternFindings(pattern, true).map(({ rule }) => rule)).toEqual(octals.map(() => "pattern-foreign"));
});

describe("syntax of other dialects is an error with advice", () => {
  const foreign: readonly (readonly [string, string])[] = [
    ["\\A\\d+\\Z", 'Write "^"'],
    ["^\\d+\\z", 'Write "$"'],
    ["\\Ga", "previous match"],
    ["^\\Qa.b\\E$", "\\Q and \\E"],
    ["^\\h+$", "horizontal white space"],
    ["^[\\h,]+$", "horizontal white space"],
    ["\\R", "line break"],
    ["\\X", "[\\\\s\\\\S]"],
    ["\\e\\[0m", "\\\\x1b"],
    ["[\\a]", "\\\\x07"],
    ["\\i\\c*", "XML name"],
    ["^\\K$", "lookbehind"],
    ["\\N", "line break"],
    ["\\pL+", "\\\\p{L}"],
    ["^\\p{Alnum}+$", "\\\\p{L}"],
    ["^[\\p{IsLatin}]+$", "\\\\p{Script=Greek}"],
    ["\\x{41}", "\\\\x41"],
    ["\\xg", "\\\\x41"],
    ["\\u12", "\\\\u0041"],
    ["\\k", "\\\\k<name>"],
    ["(a)\\g1", "\\\\1"],
    ["\\c", "control characters"],
    ["[\\c_]", "control characters"],
    ["\\l", "for the letter"],
    ["\\ya\\y", "word boundary"],
    ["^[[:alpha:]]+$", "[A-Za-z]"],
    ["^[^[:space:]]$", "[A-Za-z]"],
    ["^[_[:alnum:]]+$", "[A-Za-z]"],
    ["^[[:alpha:][:digit:]]+$", "[A-Za-z]"],
    ["[a-z&&[^aeiou]]", "lookahead"],
    ["[a-z--[aeiou]]", "lookahead"],
    ["[a-z-[aeiou]]", "lookahead"],
    ["[a[bc]]", "lookahead"],
    ["[]a]", '"[\\\\]a]"'],
    ["^[]a]+$", '"[\\\\]a]"'],
    ["[^]a]", '"[^\\\\]a]"'],
    ["[]-a]", '"[\\\\]-a]"'],
    ["[]abc[x]", '"[\\\\]abc[x]"'],
    ["[][]", '"[\\\\][]"'],
    ["/^a$/", 'Write "^a$"'],
    ["/^[a-z]+$/i", 'The flags "i"'],
    ["/a$/", 'Write "a$"'],
    ["#^a$#", 'Write "^a$"'],
    ["~^a$~u", 'Write "^a$"'],
    ["'^a$'", 'Write "^a$"'],
    ["m/^a$/x", 'Write "^a$"'],
    ['r"^a$"', 'Write "^a$"'],
    ["(?i)abc", '"[Aa]"'],
    ["(?i:abc)", '"[Aa]"'],
    ["a(?-i)b", '"[Aa]"'],
    ["(?s-m:.)", '"[Aa]"'],
    ["^a++$", "possessive"],
    ["^a*+b?+c{2}+$", "possessive"],
    ["(?>ab)", "atomic"],
    ["(?P<name>a)", "(?<name>"],
    ["(?<n>a)(?P=n)", "\\\\k<name>"],
    ["(?'n'a)", "(?<name>"],
    ["a(?#note)", "comments"],
    ["(a)?(?(1)b|c)", "conditionals"],
    ["(?|(a)|(b))", "branch-reset groups"],
    ["\\((?R)?\\)", "recursion"],
    ["(a(?1)?)", "recursion"],
    ["(*UTF8)a", "control verbs"],
    ["a{,3}", '"{0,3}"'],
    ["a{ 1, 3 }", '"{1,3}"'],
  ];
  test.each(foreign)("%s", (pattern, advice) => {
    expect(unicodePattern(pattern)).toBeUndefined();
    const [first, ...others] = patternFindings(pattern, false);
    expect(first).toMatchObject({ rule: "pattern-invalid", severity: "error" });
    expect(first?.help).toContain(advice);
    expect(others.every(({ severity }) => severity === "error")).toBe(true);
  });
  test.each(["(", "[", "*.json", "a{2,1}", "[z-a]", "(?<a>x)(?<a>y)", "(?<y>a)|(?<y>b)", "("])(
    "%s",
    (pattern) => {
      expect(unicodePattern(pattern)).toBeUndefined();
      expect(patternFindings(pattern, false)).toHaveLength(1);
    },
  );
});

describe("what is valid and surely means something else is a warning", () => {
  test.each([
    ["/[a-z]+/i", "delimiters"],
    ["[\\w&&\\d]", '"&&"'],
    ["[\\w--_]", '"--"'],
    ["[:alpha:]+", '"[:alpha:]"'],
    ["^\\01$", '"\\\\x01"'],
    ["[\\101]", '"\\\\x41"'],
    ["^a\\1$", '"\\\\x01"'],
    ["a^b", '"^" after a character'],
    ["a+^", '"^" after a character'],
    ["^a$b", '"$" before a character'],
  ])("%s", (pattern, words) => {
    expect(unicodePattern(pattern)).toBeDefined();
    const [finding] = foreignSyntax(pattern);
    expect(finding).toMatchObject({ rule: "pattern-foreign", severity: "warning" });
    expect(finding?.message).toContain(words);
  });
});

test("law: where ECMA-262 takes a pattern without the u flag, the form with it matches the same BMP text", () => {
  const atom = fc.constantFrom(
    ..."abc-_@.{}],;:' 01\"".split(""),
    ..."\\- \\_ \\@ \\. \\/ \\' \\: \\\\ \\[ \\] \\{ \\} \\d \\w \\s \\b \\B \\07 \\1 \\8 \\x41 \\u0061 \\t".split(
      " ",
    ),
    ..."[\\w-.] [a-c] [^\\-_] [\\d-x] [a\\-c] []a [.-\\s] [\\1-\\7] [[] [-a] [a-] [\\b] [\\]] (?:a|b) (a) (?=b) (?!c) ^ $ |".split(
      " ",
    ),
  );
  const quantifier = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,2}", "*?");
  const patterns = fc
    .array(fc.tuple(atom, quantifier), { maxLength: 6 })
    .map((parts) => parts.map((part) => part.join("")).join(""));
  const letters = fc.constantFrom(..."abcx-_@.{}[]/\\,;:' 0187A\u0001\u0007\u00e9\t\"".split(""));
  let compared = 0;
  fc.assert(
    fc.property(
      patterns,
      fc.array(fc.string({ unit: letters, maxLength: 6 }), { minLength: 8 }),
      (pattern, texts) => {
        const written = unicodePattern(pattern);
        if (written === undefined) return;
        const [before, after] = [new RegExp(pattern), new RegExp(written, "u")];
        for (const text of texts)
          expect([written, text, after.test(text)]).toEqual([written, text, before.test(text)]);
        compared += 1;
      },
    ),
    { seed: 1, numRuns: 3_000 },
  );
  expect(compared).toBeGreaterThan(500);
});

test("law: reading a pattern never throws, and what it gives compiles", () => {
  const pieces = fc.constantFrom(...("()[]{}^$|\\?*+.-&~:,<>=!/#aAcpPuxk0123\u{1f600}é".match(/./gu) ?? []));
  fc.assert(
    fc.property(fc.string({ unit: pieces, maxLength: 12 }), (pattern) => {
      const written = unicodePattern(pattern);
      if (written === undefined) expect(patternFindings(pattern, false).length).toBeGreaterThan(0);
      else expect(() => new RegExp(written, "u")).not.toThrow();
    }),
    { seed: 1, numRuns: 5_000 },
  );
});
