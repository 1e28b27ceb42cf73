import fc from "fast-check";
import { Words } from "refa";
import { expect, test } from "vitest";
import { UnsupportedPattern } from "../../../src/compat/text/limited-automata.js";
import { patternLanguage } from "../../../src/compat/text/pattern-language.js";

const text = fc.string({ unit: fc.constantFrom(..."abcxA-019 .é\n:/@😀"), maxLength: 12 });

test.each([
  "",
  "^abc$",
  "abc",
  "^a|b$",
  "a$|^b",
  "$^",
  "a^b",
  "^.*$",
  "^[^a]*$",
  "^[ab]{2,3}$",
  "^(?:ab|a)*c?$",
  "^(a|ab)(c|bcd)$",
  "\\bab\\b",
  "\\Ba",
  "^(?=.*[A-Z])(?=.*\\d).{4,}$",
  "^(?!x-).*$",
  "^(?!.*--)[a-z-]+$",
  "(?<=a)b",
  "(?<!a)b",
  "^(?:(?=a)a|b){2}$",
  "^\\p{L}+$",
  "^.{2}$",
  "^[\\u{1F600}]$",
  "(a)\\1",
  "^(?:[01]\\d|2[0-3]):[0-5]\\d$",
  "^[a-z]{1,6}(\\.[a-z]{1,6})*$",
  "^\\S+@\\S+$",
])("/%s/u as an automaton takes what the expression takes", (pattern) => {
  const automaton = patternLanguage(pattern);
  const expression = new RegExp(pattern, "u");
  fc.assert(
    fc.property(text, (each) => {
      expect(automaton.test(Words.fromStringToUnicode(each)), JSON.stringify(each)).toBe(
        expression.test(each),
      );
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test.each([
  ["(?<=ab)c", /lookbehind of more than one character/],
  ["^(?:\\ba)*$", /assertion is repeated/],
  ["^(a*)b\\1$", /./],
  ["^(?:(?:a{1,100}b){1,100}c){1,100}$", /./],
])("/%s/u is refused instead of guessed", (pattern, why) => {
  expect(() => patternLanguage(pattern)).toThrow(UnsupportedPattern);
  expect(() => patternLanguage(pattern)).toThrow(why);
});
