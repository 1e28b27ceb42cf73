import { beforeAll, describe, expect, test } from "vitest";
import { expectClean, expectRefused, generateOne, removeSdksAfterwards, Sdk } from "./sdk-under-test.js";

removeSdksAfterwards();

describe("a pattern that no ECMA-262 engine takes is refused at its place", () => {
  test.each([
    "(",
    ")",
    "[",
    "*",
    "a**",
    "a{2,1}",
    "[z-a]",
    "\\",
    "(?<a>x)(?<a>y)",
    "(?<1a>x)",
    "(?i)abc",
    "(?P<name>x)",
    "(?#comment)x",
    "(?>x)",
    "x++",
    "(?(1)a|b)",
    "\\k<nope>(?<a>x)",
  ])("%s", async (pattern) => {
    const ran = await generateOne(`{"properties":{\n  "a": { "pattern": ${JSON.stringify(pattern)} } } }`);
    expectRefused(ran, "schemas/ev/v1.json:2:21", /error pattern-invalid/);
  });
  test("also as a key of patternProperties", async () => {
    expectRefused(
      await generateOne('{"patternProperties":\n  {"(":{}}}'),
      "schemas/ev/v1.json:2:4",
      /error pattern-invalid/,
    );
  });
});

describe("a pattern that is valid without the u flag only", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["^\\-\\_\\@a$", "-_@a", "a"],
    ["^\\/a\\/$", "/a/", "a"],
    ["^a\\:b\\ c$", "a:b c", "abc"],
    ["^{a}$", "{a}", "a"],
    ["^]$", "]", "a"],
    ["^a{,2}$", "a{,2}", "aa"],
    ["^[\\w-.]+$", "a-.", "a b"],
    ["^[\\d-x]+$", "1-x", "y"],
    ["^\\c$", "\\c", "c"],
    ["^(?=a)*b$", "b", "c"],
    ["^\\07$", "\u0007", "07"],
    ["^\\8$", "8", "7"],
    ["^\\k$", "k", "\\k"],
  ];
  test.each(cases)(
    "%s works as written, or the error says that it is the u flag",
    async (pattern, yes, no) => {
      expect(new RegExp(pattern).test(yes) && !new RegExp(pattern).test(no), "the example itself").toBe(true);
      const ran = await generateOne({ type: "string", pattern });
      if (ran.code === 2)
        return expectRefused(ran, "schemas/ev/v1.json:3:14", /unicode|`u`|"u"| u flag|flag u/i);
      expectClean(ran);
      const sdk = await Sdk.of({ "schemas/ev/v1.json": { type: "string", pattern } });
      const { said } = await sdk.probe({ evV1: [JSON.stringify(yes), JSON.stringify(no)] });
      expect(said["evV1"]?.map(({ reader }) => reader)).toEqual([true, false]);
    },
  );
});

describe("patterns that look like code", () => {
  const patterns = [
    "/",
    "\\/",
    "[/]",
    "/.test(data0)) || (globalThis.pwned = 1) || /x",
    '", "u"); globalThis.pwned = 1; ("',
    "\n",
    "\u2028",
    "[\u2028\n]",
    "`$" + "{globalThis\\.pwned = 1}`",
    "\\u0022|'",
    "",
    "(?:)",
    "^__proto__$",
    "\u{1f430}+",
    "\\p{L}",
    `${"(".repeat(500)}a${")".repeat(500)}`,
  ];
  const usable = patterns.filter((pattern) => {
    try {
      return Boolean(new RegExp(pattern, "u"));
    } catch {
      return false;
    }
  });
  const texts = [
    "/",
    "a",
    "\n",
    "\u2028",
    "`$" + "{globalThis.pwned = 1}`",
    '"',
    "'",
    "__proto__",
    "🐰🐰",
    "x",
    "1",
  ];
  let sdk: Sdk;
  beforeAll(async () => {
    sdk = await Sdk.of({
      ...Object.fromEntries(
        usable.map((pattern, index) => [`schemas/pattern${index}/v1.json`, { type: "string", pattern }]),
      ),
    });
  });
  test("generate and type-check", () => {
    expectClean(sdk.ran);
    expect(sdk.errors).toEqual([]);
  });
  test("match exactly what RegExp matches, and run nothing", async () => {
    const messages = usable.map(
      (_, index) => [`pattern${index}V1`, texts.map((text) => JSON.stringify(text))] as const,
    );
    const { said, pwned } = await sdk.probe(Object.fromEntries(messages));
    const answers = usable.map((_, index) => said[`pattern${index}V1`]?.map(({ reader }) => reader));
    expect(answers).toEqual(
      usable.map((pattern) => texts.map((text) => new RegExp(pattern, "u").test(text))),
    );
    expect(pwned).toBe(false);
  });
});

describe("a pattern that is too much for the engine is refused or works, and the validator never throws", () => {
  test.each([
    ["100,000 groups inside each other", `${"(".repeat(100_000)}a${")".repeat(100_000)}`],
    ["100,000 letters, which V8 compiles only when it is used", "a".repeat(100_000)],
    ["a short one that V8 finds too large when it is used", "^((a{1,1000}){1,1000}){1,1000}$"],
    ["a bounded repetition of a billion", "^a{1000000000}$"],
    ["100,000 alternatives", Array.from({ length: 100_000 }, (_, index) => `x${index}`).join("|")],
  ])("%s", async (_, pattern) => {
    const schema = { type: "object", properties: { v: { type: "string", pattern } } };
    const ran = await generateOne(schema);
    if (ran.code !== 0) return expectRefused(ran, "schemas/ev/v1.json:6:18", /pattern/);
    expectClean(ran);
    const sdk = await Sdk.of({ "schemas/ev/v1.json": schema });
    const { said } = await sdk.probe({ evV1: ['{"v":"?"}', "{}"] });
    expect(said["evV1"]).toEqual([
      { reader: false, writer: false },
      { reader: true, writer: true },
    ]);
  });
});
