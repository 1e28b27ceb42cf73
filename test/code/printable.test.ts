import { describe, expect, test } from "vitest";
import { printable } from "../../src/code/printable.js";
import { quote } from "../../src/code/quote.js";
import { escapeUnits, replaceUnsafe, wellFormed } from "../../src/code/unsafe-characters.js";

const plain = (text: string): string => printable(text, { color: false });

describe("what would act on a terminal is written as an escape", () => {
  test.each([
    ["the escape character", "\u001b[2J"],
    ["a carriage return", "\r"],
    ["a bell", "\u0007"],
    ["delete", "\u007f"],
    ["C1's control sequence introducer", "\u009b2J"],
    ["C1's operating system command", "\u009d0;title\u009c"],
    ["a right-to-left override", "\u202e"],
    ["an isolate", "\u2066"],
    ["an Arabic letter mark", "\u061c"],
    ["a line separator", "\u2028"],
    ["a zero-width space", "\u200b"],
    ["a byte order mark", "\ufeff"],
    ["a tag character", "\u{e0041}"],
    ["half a surrogate pair", "\ud800"],
  ])("%s", (_, text) => {
    expect(plain(`a${text}b`)).toMatch(/^a[\x20-\x7e]+b$/);
    expect(JSON.parse(plain(`"a${text}b"`))).toBe(`a${text}b`);
    expect(quote(text)).toMatch(/^"[\x20-\x7e]+"$/);
    expect(JSON.parse(quote(text))).toBe(text);
  });
  test("but no letter, emoji, line end or tab", () => {
    const text = "é 日本 👩‍👩‍👧 🐰\n\t\u00a0";
    expect(plain(text)).toBe(text);
  });
});

describe("no line is a command of a CI system", () => {
  test.each([
    "::error file=x::pwned",
    "a\n::set-output name=x::y",
    "a\n \t ::add-mask::x",
    "a ##[error]pwned",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[x]",
    "\u2003::error::x",
  ])("%s", (text) => {
    expect(plain(text)).not.toMatch(/^\s*::|##\w*\[/m);
    expect(printable(`\u001b[31m${text}`, { color: true })).not.toMatch(/^(?:\p{Cc}\[31m|\s)*::|##\w*\[/mu);
  });
  test("in JSON, which stays the same value", () => {
    const value = ["##[error]", "::error::", { "##vso[x]": "\u009b" }];
    expect(JSON.parse(plain(JSON.stringify(value, undefined, 2)))).toEqual(value);
  });
  test("and ordinary text stays", () => {
    expect(plain("std::string\n# title\n## [link](x)\na: :b")).toBe(
      "std::string\n# title\n## [link](x)\na: :b",
    );
  });
});

describe("colors", () => {
  test("stay where there is color, and nothing else that begins as they do", () => {
    const painted = "\u001b[31mred\u001b[39m";
    expect(printable(painted, { color: true })).toBe(painted);
    expect(printable(`${painted}\u001b[2J\u001b]0;x\u0007`, { color: true })).toBe(
      `${painted}\\u001b[2J\\u001b]0;x\\u0007`,
    );
  });
  test("go where there is none", () => {
    expect(plain("\u001b[31mred")).toBe("\\u001b[31mred");
  });
});

test("a text of 10 MB takes no longer than its length", () => {
  expect(plain(`${"\n".repeat(5_000_000)}${" ".repeat(5_000_000)}`)).toHaveLength(10_000_000);
});

test("text becomes well-formed for a file, and characters of two units stay whole", () => {
  expect(wellFormed("a\ud800b\udc00🐰")).toBe("a\ufffdb\ufffd🐰");
  expect(replaceUnsafe("\u{e0041}", escapeUnits)).toBe("\\udb40\\udc41");
});
