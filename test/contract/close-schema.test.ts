import { describe, expect, test } from "vitest";
import { type Forms, formsOfSchema } from "../support/validate.js";

const text = { type: "string" };
const object = { type: "object" };
const draft07 = "http://json-schema.org/draft-07/schema#";
const twice = (one: unknown, other: unknown): object => ({
  allOf: [{ properties: { m: one } }, { properties: { m: other } }],
});
const forms = (schema: unknown): Promise<Forms> => formsOfSchema(schema);

describe("the writer's form of a schema", () => {
  test("refuses an undeclared property, at every depth, where the reader's form ignores it", async () => {
    const { read, write } = await forms({
      ...object,
      properties: {
        a: text,
        inner: { ...object, properties: { b: text } },
        list: { items: { ...object, properties: { c: text } } },
      },
    });
    for (const extra of [{ z: 1 }, { inner: { z: 1 } }, { list: [{ c: "x" }, { z: 1 }] }]) {
      expect([read(extra), write(extra)]).toEqual([true, false]);
    }
    expect(write({ a: "x", inner: { b: "x" }, list: [{ c: "x" }] })).toBe(true);
  });

  test("obeys an explicit additionalProperties or unevaluatedProperties on both sides", async () => {
    const open = await forms({ ...object, properties: { a: text }, additionalProperties: true });
    expect(open.write({ z: 1 })).toBe(true);
    const typed = await forms({
      ...object,
      properties: { a: text },
      additionalProperties: { type: "number" },
    });
    expect([typed.write({ z: 1 }), typed.write({ z: "x" })]).toEqual([true, false]);
    const unevaluated = await forms({ ...object, properties: { a: text }, unevaluatedProperties: true });
    expect(unevaluated.write({ z: 1 })).toBe(true);
  });

  test.each([
    ["allOf", { ...object, properties: { a: text, next: { allOf: [{ $ref: "#" }] } } }],
    [
      "keywords beside a reference",
      { ...object, properties: { a: text, next: { $ref: "#", maxProperties: 2 } } },
    ],
    [
      "a dynamic reference",
      { $dynamicAnchor: "n", ...object, properties: { a: text, next: { $dynamicRef: "#n" } } },
    ],
  ])("closes at every depth what recurs through %s", async (_, schema) => {
    const { read, write } = await forms(schema);
    expect(write({ next: { next: { a: "x" } } })).toBe(true);
    const extra = { next: { next: { z: 1 } } };
    expect([read(extra), write(extra)]).toEqual([true, false]);
  });

  test("leaves a free-form map free", async () => {
    const { write } = await forms({ ...object, properties: { meta: object } });
    expect(write({ meta: { anything: 1 } })).toBe(true);
  });

  test("takes what any schema in place declares, and nothing that only another branch does", async () => {
    const { read, write } = await forms({
      ...object,
      allOf: [{ properties: { base: text } }, { $ref: "#/$defs/mixin" }],
      oneOf: [
        { properties: { kind: { const: "a" }, x: text }, required: ["kind"] },
        { properties: { kind: { const: "b" }, y: text }, required: ["kind"] },
      ],
      $defs: { mixin: { properties: { mixed: { ...object, properties: { deep: text } } } } },
    });
    expect(write({ base: "1", mixed: { deep: "2" }, kind: "a", x: "3" })).toBe(true);
    for (const extra of [{ z: 1 }, { y: "of the other branch" }, { mixed: { z: 1 } }]) {
      const value = { kind: "a", ...extra };
      expect([read(value), write(value)]).toEqual([true, false]);
    }
  });

  test("takes a member that two schemas describe with the properties of both", async () => {
    const { write } = await forms({
      allOf: [
        { ...object, properties: { meta: { ...object, properties: { id: text } } } },
        { ...object, properties: { meta: { ...object, properties: { time: { type: "number" } } } } },
      ],
    });
    expect(write({ meta: { id: "x", time: 1 } })).toBe(true);
    expect(write({ meta: { id: "x", other: 1 } })).toBe(false);
  });

  test("holds what one branch describes against that branch only", async () => {
    const inner = { ...object, properties: { x: text } };
    const { read, write } = await forms({
      ...object,
      anyOf: [
        { properties: { kind: { const: "a" }, m: inner }, required: ["kind"] },
        { properties: { kind: { const: "b" } }, required: ["kind"], additionalProperties: true },
      ],
    });
    for (const m of [5, { z: 1 }])
      expect([read({ kind: "b", m }), write({ kind: "b", m })]).toEqual([true, true]);
    expect([read({ kind: "a", m: 5 }), write({ kind: "a", m: 5 })]).toEqual([false, false]);
  });

  test.each(["then", "else"])("takes nothing that %s declares without a condition", async (branch) => {
    const member = (name: string) => ({ properties: { m: { properties: { [name]: text } } } });
    const { read, write } = await forms({ ...object, ...member("a"), [branch]: member("b") });
    expect([read({ m: { b: 1 } }), write({ m: { b: "x" } }), write({ m: { a: "x" } })]).toEqual([
      true,
      false,
      true,
    ]);
  });

  describe.each(["oneOf", "anyOf"])("of members that the branches of %s describe", (keyword) => {
    const branch = (kind: string, data: unknown) => ({
      properties: { kind: { const: kind }, data },
      required: ["kind", "data"],
    });
    const union = {
      ...object,
      [keyword]: [
        branch("a", { ...object, properties: { x: text } }),
        branch("b", object),
        branch("c", { ...object, properties: { y: text } }),
      ],
    };

    test("takes what the message's branch declares, and nothing that only another does", async () => {
      const { write } = await forms(union);
      const taken = [
        { kind: "a", data: { x: "1" } },
        { kind: "c", data: { y: "1" } },
      ];
      expect(taken.map(write)).toEqual([true, true]);
      const refused = [
        { kind: "a", data: { y: "1" } },
        { kind: "a", data: { x: "1", y: "1" } },
      ];
      expect(refused.map(write)).toEqual([false, false]);
    });

    test("leaves free-form what the message's branch leaves free-form", async () => {
      const { write } = await forms(union);
      expect([write({ kind: "b", data: { z: 1 } }), write({ kind: "a", data: { z: 1 } })]).toEqual([
        true,
        false,
      ]);
    });

    test("closes an object that may be null", async () => {
      const { write } = await forms({
        ...object,
        properties: { m: { [keyword]: [{ ...object, properties: { x: text } }, { type: "null" }] } },
      });
      expect([{ m: null }, { m: { x: "1" } }, { m: { z: 1 } }].map(write)).toEqual([true, true, false]);
    });

    test("closes items and maps", async () => {
      const inner = { properties: { x: text } };
      const { write } = await forms({
        ...object,
        [keyword]: [
          branch("a", { type: "array", items: inner }),
          branch("b", { ...object, additionalProperties: inner }),
          branch("c", { ...object, patternProperties: { "^p": inner } }),
        ],
      });
      const wrapped = (member: object): unknown[] => [
        { kind: "a", data: [member] },
        { kind: "b", data: { any: member } },
        { kind: "c", data: { p1: member } },
      ];
      expect(wrapped({ x: "1" }).map(write)).toEqual([true, true, true]);
      expect(wrapped({ z: 1 }).map(write)).toEqual([false, false, false]);
    });
  });

  test("takes what the conditions that a message meets declare, one or several of them", async () => {
    const when = (name: string, declared: string) => ({
      if: { required: [name] },
      then: { properties: { data: { properties: { [declared]: text } } } },
    });
    const { write } = await forms({
      ...object,
      properties: { data: object, a: text, b: text },
      allOf: [when("a", "x"), when("b", "y")],
    });
    const data = (...names: string[]) => ({ data: Object.fromEntries(names.map((name) => [name, "1"])) });
    expect([{ a: "1", ...data("x") }, { a: "1", b: "1", ...data("x", "y") }, data("z")].map(write)).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      [
        { a: "1", ...data("y") },
        { b: "1", ...data("x") },
        { a: "1", b: "1", ...data("z") },
      ].map(write),
    ).toEqual([false, false, false]);
  });

  test("takes what any of many conditions declares where more are met than can be told apart", async () => {
    const letters = [..."abcdefgh"];
    const { write } = await forms({
      ...object,
      properties: Object.fromEntries(letters.map((letter) => [letter, text])),
      allOf: letters.map((letter) => ({
        if: { required: [letter] },
        then: { properties: { data: { properties: { [`in_${letter}`]: text } } } },
      })),
    });
    expect(write({ a: "1", h: "1", data: { in_a: "1", in_h: "1" } })).toBe(true);
    expect([write({ data: { in_a: "1" } }), write({ a: "1", data: { z: "1" } })]).toEqual([false, false]);
  });

  test("holds a member that a pattern matches against that pattern alone", async () => {
    const { write } = await forms({
      ...object,
      allOf: [
        { patternProperties: { "^p": { properties: { x: text } } } },
        { properties: { q: { properties: { y: text } } } },
      ],
    });
    expect([{ p1: { x: "1" } }, { q: { y: "1" } }, { p1: { y: "1" } }].map(write)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("leaves an object free-form that lists no property and no pattern", async () => {
    const { write } = await forms({
      ...object,
      properties: { m: { properties: {}, patternProperties: {}, required: ["a"] } },
    });
    expect(write({ m: { a: 1, z: 1 } })).toBe(true);
  });

  test("takes names that are required and not declared", async () => {
    const { write } = await forms({ ...object, properties: { a: text }, required: ["b"] });
    expect([write({ b: 1 }), write({ b: 1, c: 2 })]).toEqual([true, false]);
  });

  test.each([
    ["beside allOf", { required: ["b"], allOf: [{ properties: { c: text } }] }, { b: 1 }],
    ["inside allOf", { allOf: [{ required: ["b"] }] }, { b: 1 }],
    ["by one of two branches", { anyOf: [{ required: ["b"] }, { required: ["c"] }] }, { b: 1 }],
    ["by a condition", { if: { required: ["b"] }, then: { properties: { c: text } } }, { b: 1, c: "x" }],
    ["since others depend on it", { dependentSchemas: { b: { properties: { c: text } } } }, { b: 1, c: "x" }],
    [
      "since it depends on others",
      { dependentRequired: { b: ["d"] }, allOf: [{ properties: { c: text } }] },
      { b: 1, d: 2 },
    ],
    [
      "of a member that two schemas describe",
      twice({ properties: { a: text } }, { required: ["b"] }),
      { m: { b: 1 } },
    ],
  ])("takes a name that nothing describes and that is required %s", async (_, schema, value) => {
    const { read, write } = await forms({ ...object, properties: { a: text }, ...schema });
    expect([read(value), write(value)]).toEqual([true, true]);
    const extra = { ...value, z: 1 };
    expect([read(extra), write(extra)]).toEqual([true, false]);
  });

  test.each([
    [{ dependentSchemas: { address: { properties: { city: text } } } }, { name: "x" }],
    [
      { dependentSchemas: { address: { properties: { city: text } } } },
      { name: "x", address: "y", city: "z" },
    ],
    [{ $schema: draft07, dependencies: { address: { properties: { city: text } } } }, { name: "x" }],
  ])("takes what a dependency declares, and messages without what triggers it: %j", async (schema, value) => {
    const { write } = await forms({ ...object, properties: { name: text, address: text }, ...schema });
    expect(write(value)).toBe(true);
    expect(write({ name: "x", city: "without the address" })).toBe(false);
  });

  test.each([
    ["the first", { prefixItems: [{ ...object, properties: { a: text } }] }],
    [
      "what contains does not take",
      { contains: { const: 5 }, unevaluatedItems: { ...object, properties: { a: text } } },
    ],
    [
      "the first, and others",
      { prefixItems: [{ ...object, properties: { a: text } }], items: { type: "number" } },
    ],
  ])("closes only those items that a schema is about: %s", async (_, schema) => {
    const { read, write } = await forms({ allOf: [schema] });
    expect([read([{ a: "x" }, 5]), write([{ a: "x" }, 5])]).toEqual([true, true]);
    expect([read([{ z: 1 }, 5]), write([{ z: 1 }, 5])]).toEqual([true, false]);
  });

  test("closes recursive definitions all the way down", async () => {
    const { read, write } = await forms({ ...object, properties: { child: { $ref: "#" } } });
    const value = { child: { child: { child: { z: 1 } } } };
    expect([read(value), write(value)]).toEqual([true, false]);
    expect(write({ child: { child: {} } })).toBe(true);
  });

  test("leaves the subschemas of not, if and contains unchanged", async () => {
    const { read, write } = await forms({
      ...object,
      properties: {
        list: {
          type: "array",
          contains: { ...object, properties: { a: text }, required: ["a"] },
          maxContains: 1,
        },
      },
      not: { properties: { a: text }, required: ["a"] },
    });
    const value = { list: [{ a: "x", b: 1 }, { a: "y" }] };
    expect([read(value), write(value)]).toEqual([false, false]);
    expect(write({ list: [{ a: "x", b: 1 }] })).toBe(true);
  });
});
