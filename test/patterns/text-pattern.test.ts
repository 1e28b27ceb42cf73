import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { machineClock } from "../../src/machine/clock.js";
import { parsePattern } from "../../src/patterns/parse-pattern.js";
import { patternProgram } from "../../src/patterns/pattern-program.js";
import { PatternWork, restartPatternWork, SlowPatternError } from "../../src/patterns/pattern-work.js";
import { runProgram } from "../../src/patterns/run-program.js";
import { TextPattern } from "../../src/patterns/text-pattern.js";

beforeEach(restartPatternWork);

describe("a pattern whose search would take for ever is decided all the same", () => {
  test.each([
    ["^(a+)+$", `${"a".repeat(5000)}b`, false],
    ["^(a+)+$", "a".repeat(5000), true],
    ["^(a|a)*$", `${"a".repeat(5000)}b`, false],
    ["^(a|aa)+$", `${"a".repeat(5000)}b`, false],
    ["^(\\w+\\s?)*$", `${"word ".repeat(1000)}!`, false],
    ["(x+x+)+y", "x".repeat(1000), false],
    ["^(?:.*,){20}z$", ",".repeat(500), false],
    ["^([a-z0-9]+[-.]?)+@", "a".repeat(1000), false],
    ["(?=(a+)+b)a", "a".repeat(1000), false],
    ["(?<=(a+)+)b", `${"a".repeat(1000)}c`, false],
    ["(?<!(a+)+)b", `${"a".repeat(1000)}b`, false],
    ["^(?!(a+)+b)a", "a".repeat(1000), true],
    ["(?:|){60}x", "", false],
    ["^(😀+)+$", `${"😀".repeat(1000)}b`, false],
    ["(?:a|b)*c", "ab".repeat(500_000), false],
  ])("%s", (pattern, text, expected) => {
    expect(new TextPattern(pattern).test(text)).toBe(expected);
  });
});

describe("a pattern that only backtracking decides is ended", () => {
  test.each(["^(a+)+\\1$", "^(?<x>(a|aa)+)+\\k<x>b$"])("%s", (pattern) => {
    const slow = new TextPattern(pattern);
    expect(() => slow.test(`${"a".repeat(80)}c`)).toThrow(SlowPatternError);
    expect(new TextPattern(pattern).test("")).toBe(false);
  });
  test("only by the processor's time, since other programs may have the processor meanwhile", () => {
    let ended = 0;
    // a processor that works for other programs during the first two searches
    const clock = vi.spyOn(machineClock, "processorMs").mockImplementation(() => {
      ended += 1;
      return ended > 4 ? ended * 1_000 : 0;
    });
    onTestFinished(() => clock.mockRestore());
    expect(() => new TextPattern("^(a+)+\\1$").test(`${"a".repeat(80)}c`)).toThrow(SlowPatternError);
    expect(ended).toBeGreaterThan(4);
  });
  test("one that grows too large, too", () => {
    expect(() => new TextPattern("([a-z]{1,900}){1,900}1").test("a".repeat(3000))).toThrow(SlowPatternError);
  });
  test("and all patterns of a command have a limit together", () => {
    const pattern = new TextPattern("^(?:[a-z]+[a-z0-9]*){1,100}-$");
    const many = (): void => {
      for (let n = 0; n < 2000; n += 1) pattern.test("a".repeat(2000));
    };
    expect(many).toThrow(SlowPatternError);
    expect(() => pattern.test("a".repeat(2000))).toThrow(SlowPatternError);
    restartPatternWork();
    expect(pattern.test("a".repeat(2000))).toBe(false);
  });
});

describe("the automaton gives what ECMA-262 gives", () => {
  test.each([
    "a{2,3}",
    "^a{0}b$",
    "a*?b",
    "[^a-c]",
    "\\bab\\b",
    "a\\B",
    ".",
    "^.$",
    "$^",
    "(?:)",
    "[]",
    "[^]",
    "a|",
    "(?=ab)a",
    "(?!ab)a",
    "(?<=a)b",
    "(?<!a)b",
    "(?<=^a*)b",
    "(?<=(?=ab)a)b",
    "(?=a(?!b))",
    "(?:(?=a)|b)*$",
    "(?:a(?=b)){1,2}",
    "\\p{Lu}|\\d",
    "[\\b]",
    "\\u{61}\\x62",
    "\\ud83d",
    "[😀-😎]",
    "(a(b)?)+$",
    "(?<name>a)b",
  ])("for %s", (pattern) => {
    const native = new RegExp(pattern, "u");
    const program = patternProgram(parsePattern(pattern));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."abAc1 \n_😀é\u2028\b\ud83d"), { maxLength: 6 }), (parts) => {
        const text = parts.join("");
        const work = new PatternWork(1_000_000, () => new Error("too much work"));
        expect(runProgram(program, text, work)).toBe(native.test(text));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

test("random patterns match what V8 says that they match", () => {
  const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      tie("part"),
      fc.tuple(tie("part"), tie("pattern")).map(([a, b]) => a + b),
      fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"))
        .map(([a, b]) => `(?:${a})${b}`),
      fc.tuple(fc.constantFrom("(?=", "(?!", "(?<=", "(?<!"), tie("pattern")).map(([a, b]) => `${a}${b})`),
    ),
    part: fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "^", "$", "\\b", "\\B"),
  }));
  fc.assert(
    fc.property(pattern, fc.array(fc.constantFrom(..."ab c"), { maxLength: 6 }), (source, parts) => {
      const text = parts.join("");
      const work = new PatternWork(10_000_000, () => new Error("too much work"));
      const program = patternProgram(parsePattern(source));
      expect([source, text, runProgram(program, text, work)]).toEqual([
        source,
        text,
        new RegExp(source, "u").test(text),
      ]);
    }),
    { seed: 1, numRuns: 3000 },
  );
});
