import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { schemas, values } from "../support/arbitrary-schema.js";
import { type Forms, formsOfSchema } from "../support/validate.js";

const text = { type: "string" };
const object = { type: "object" };
const draft07 = "http://json-schema.org/draft-07/schema#";
const twice = (one: unknown, other: unknown): object => ({
  allOf: [{ properties: { m: one } }, { properties: { m: other } }],
});
const forms = (schema: unknown): Promise<Forms> => formsOfSchema(schema);

describe("the writer's form of a schema", () => {
  test("refuses a property that nobody declared, at every depth, where the reader's form ignores it", async () => {
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

  test("leaves what stands under not, if and contains as it is", async () => {
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

test("law: what the writer's form accepts, the schema as written accepts", async () => {
  await fc.assert(
    fc.asyncProperty(
      schemas,
      fc.array(values, { minLength: 5, maxLength: 20 }),
      async (schema, candidates) => {
        const { read, write } = await forms(schema);
        for (const value of candidates) if (write(value)) expect(read(value)).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});
