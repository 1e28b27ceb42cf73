import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchesTopic } from "../../runtime/routing/event-bindings.js";
import {
  filledIn,
  isOfShape,
  type KeyShape,
  tellingKeys,
  tellingValues,
  wholePattern,
} from "../../runtime/routing/key-shape.js";

/** By the words of the documentation, one after the other. */
function naive([wanted, ...others]: readonly string[], key: readonly string[]): boolean {
  if (wanted === undefined) return key.length === 0;
  if (wanted === "#") return key.some((_, index) => naive(others, key.slice(index))) || naive(others, []);
  return key.length > 0 && (wanted === "*" || wanted === key[0]) && naive(others, key.slice(1));
}

const words = (...some: readonly string[]) => fc.array(fc.constantFrom(...some), { maxLength: 6 });

describe("a topic exchange", () => {
  test.each([
    ["order.*.paid", "order.eu.paid", true],
    ["order.*.paid", "order.paid", false],
    ["order.*.paid", "order.eu.west.paid", false],
    ["order.*.paid", "order..paid", true],
    ["order.#", "order", true],
    ["order.#.paid", "order.a.b.paid", true],
    ["#", "", true],
    ["*", "", false],
    ["#.#", "a", true],
    ["order*", "orders", false],
    ["*.*", ".", true],
  ])("%s takes %s: %s", (pattern, key, taken) => expect(matchesTopic(pattern, key)).toBe(taken));

  test("takes what a naive reading of its rules takes", () =>
    fc.assert(
      fc.property(words("a", "b", "", "*", "#"), words("a", "b", "", "c"), (pattern, key) => {
        // no words and one empty word are written alike
        fc.pre(pattern.join(".") !== "" && key.join(".") !== "");
        expect(matchesTopic(pattern.join("."), key.join("."))).toBe(naive(pattern, key));
      }),
      { seed: 1, numRuns: 3_000 },
    ));
});

const value = fc.constantFrom("a", "b", "ab", "c");
const piece = fc.oneof(
  fc.constantFrom("a", "b", ".", ".a.", "b."),
  fc.record({
    name: fc.constantFrom("x", "y"),
    values: fc.oneof(fc.constant("any" as const), fc.uniqueArray(value, { minLength: 1 })),
  }),
);
/** One placeholder has one set of values. */
const shape = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces): KeyShape => {
  const first = new Map<string, (typeof pieces)[number]>();
  return pieces.map((each) => {
    if (typeof each === "string") return each;
    const known = first.get(each.name) ?? each;
    first.set(each.name, known);
    return known;
  });
});
const pattern = words("a", "b", "ab", "aba", "bc", "*", "#").map((each) => each.join("."));

/** Keys of a shape with any of a few values that between them make every word of the patterns, and others. */
function* allKeys(of: KeyShape): Generator<string> {
  const some = ["a", "b", "c", "ab", "ba", "bc", "aba", "zz"];
  const named = (name: string) => of.find((each) => typeof each !== "string" && each.name === name);
  const valuesOf = (name: string): readonly string[] => {
    const found = named(name);
    if (found === undefined || typeof found === "string") return [""];
    return typeof found.values === "string" ? some : found.values;
  };
  for (const x of valuesOf("x"))
    for (const y of valuesOf("y"))
      yield filledIn(
        of,
        new Map([
          ["x", x],
          ["y", y],
        ]),
      );
}

describe("keys that tell bindings apart", () => {
  test("are keys of the shape, and are received if and only if any key is", () =>
    fc.assert(
      fc.property(shape, fc.array(pattern, { minLength: 1, maxLength: 2 }), (of, patterns) => {
        const telling = [...tellingKeys(of, patterns)];
        for (const key of telling) expect(isOfShape(of, key), key).toBe(true);
        const taken = (keys: Iterable<string>) =>
          new Set([...keys].map((key) => patterns.map((each) => matchesTopic(each, key)).join()));
        // each way in which a key is received or not
        const all = taken(allKeys(of));
        const told = taken(telling);
        expect([...all].filter((way) => !told.has(way))).toEqual([]);
      }),
      { seed: 1, numRuns: 3_000 },
    ));

  test("all come by the pattern for all", () =>
    fc.assert(
      fc.property(shape, (of) => {
        for (const key of tellingKeys(of, [])) expect(matchesTopic(wholePattern(of), key)).toBe(true);
      }),
      { seed: 1 },
    ));

  test("end soon, however many placeholders there are", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const adjacent: KeyShape = names.map((name) => ({ name, values: "any" }));
    const patterns = names.map((name) => name.repeat(200));
    expect([...tellingValues([adjacent], patterns)].length).toBeLessThanOrEqual(10_000);
    expect(isOfShape(adjacent, "a".repeat(255))).toBe(true);
    expect(isOfShape([...adjacent, "!"], "a".repeat(255))).toBe(false);
  });
});

describe("a key of a shape", () => {
  const region = { name: "region", values: "any" } as const;
  const version = { name: "version", values: "any" } as const;
  test.each<[KeyShape, string, boolean]>([
    [["order.", region, ".paid"], "order.eu.paid", true],
    [["order.", region, ".paid"], "order.eu.west.paid", false],
    [["order.", region, ".paid"], "order..paid", false],
    [["order.", region, ".paid"], "order.*.paid", false],
    [["order.", region], "order.eu.paid", false],
    [["order.v", version], "order.v", false],
    [["order.v", version], "order.v2", true],
    [[region, "-", version], "eu-1", true],
    [[region, "-", version], "eu-", false],
    [[region, ".", region], "eu.eu", true],
    [[region, ".", region], "eu.us", false],
    [["a+b(", region], "a+b(x", true],
    [["order.paid"], "order.paid", true],
    [["order.paid"], "order-paid", false],
  ])("%j is %s: %s", (of, key, is) => expect(isOfShape(of, key)).toBe(is));
});
