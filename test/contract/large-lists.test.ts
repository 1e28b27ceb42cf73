import { describe, expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import { nearestWord } from "../../src/contract/nearest-word.js";
import { ObjectSchemas } from "../../src/contract/object-schemas.js";
import type { Schema, SchemaObject } from "../../src/contract/schema.js";

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe("the nearest word", () => {
  test.each([
    ["requird", "required"],
    ["reqiured", "required"],
    ["Requiered", "required"],
    ["required", "required"],
    ["typ", "type"],
    ["tyep", "type"],
    ["xype", "type"],
    ["orderId", undefined],
    ["ty", undefined],
    ["", undefined],
    ["requ", undefined],
  ])("of %s is %s", (word, expected) => {
    expect(nearestWord(word, ["type", "required", "properties"])).toBe(expected);
  });
  test("is given for some slips in a list of 100,000, and no longer asked for when there are as many", () => {
    const known = range(100_000).map((index) => `name${index}`);
    const hints = range(100_000).map((index) => nearestWord(`nmae${index}`, known));
    expect(hints.slice(0, 3)).toEqual(["name0", "name1", "name2"]);
    expect(hints.at(-1)).toBeUndefined();
  });
  test("of a word of a megabyte is not looked for", () => {
    expect(nearestWord("a".repeat(1_000_000), ["a".repeat(999_999)])).toBeUndefined();
  });
});

describe("a schema takes objects only", () => {
  const judge = (schema: Schema, definitions: Record<string, Schema> = {}): boolean =>
    new ObjectSchemas((reference) => definitions[reference] ?? true).isObjectOnly(schema);
  test.each<[Schema, boolean]>([
    [{ type: ["object"] }, true],
    [{ type: ["object", "null"] }, false],
    [false, true],
    [true, false],
    [{}, false],
    [{ allOf: [{}, { type: ["object"] }] }, true],
    [{ anyOf: [{ type: ["object"] }, { type: ["object"] }] }, true],
    [{ anyOf: [{ type: ["object"] }, {}] }, false],
    [{ oneOf: [{ type: ["object"] }, false] }, true],
    [{ $ref: "a" }, true],
    [{ $ref: "b" }, false],
    [{ $ref: "missing" }, false],
  ])("%j: %s", (schema, expected) => {
    const b: SchemaObject = { $ref: "b" };
    expect(judge(schema, { a: { type: ["object"] }, b })).toBe(expected);
  });
  test("judged once each where 60 pairs of branches lead to the next", () => {
    const pair = (index: number): Schema => ({ anyOf: [{ $ref: `${index}` }, { $ref: `${index}` }] });
    const definitions = Object.fromEntries(range(60).map((index) => [`${index}`, pair(index + 1)]));
    expect(judge({ $ref: "0" }, { ...definitions, 60: { type: ["object"] } })).toBe(true);
  });
  test("at the end of a chain of 100,000 references", () => {
    const definitions: Record<string, Schema> = Object.fromEntries(
      range(100_000).map((index) => [`${index}`, { $ref: `${index + 1}` }]),
    );
    expect(judge({ $ref: "0" }, { ...definitions, 100000: { type: ["object"] } })).toBe(true);
  });
});

describe("many problems in one file are found in time that grows with their number", () => {
  const load = (schema: unknown) =>
    loadContract(new Map([["ev/v1.json", typeof schema === "string" ? schema : JSON.stringify(schema)]]));
  test("14,000 unknown keywords on one line", async () => {
    const { findings } = await load(Object.fromEntries(range(14_000).map((n) => [`p${n}`, { typ: 1 }])));
    expect(findings).toEqual([]);
  });
  test("14,000 misspelt keywords on one line, each at its place", async () => {
    const properties = Object.fromEntries(range(14_000).map((n) => [`p${n}`, { tpye: "string" }]));
    const { findings } = await load({ properties });
    expect(findings).toHaveLength(14_000);
    expect(new Set(findings.map(({ range: place }) => place?.column)).size).toBe(14_000);
  });
  test("14,000 invalid subschemas: the first of them, with what to do", async () => {
    const { findings } = await load({
      properties: Object.fromEntries(range(14_000).map((n) => [`p${n}`, { type: "strin" }])),
    });
    expect(findings).toMatchObject([
      { rule: "schema-invalid", pointer: "/properties/p0/type", help: expect.stringContaining("run again") },
    ]);
  });
  test("but all of some", async () => {
    const { findings } = await load({
      properties: Object.fromEntries(range(200).map((n) => [`p${n}`, { type: "strin" }])),
    });
    expect(findings).toHaveLength(200);
  });
  test("of two members with one name the first is marked, in small objects as in large ones", async () => {
    for (const more of [
      "",
      ...[
        range(40)
          .map((n) => `,"x${n}":1`)
          .join(""),
      ],
    ]) {
      const { findings } = await load(`{"properties":{"a":{"tpye":1}${more.replaceAll(":1", ":{}")}}}`);
      expect(findings[0]?.range?.column).toBe(21);
    }
  });
});
