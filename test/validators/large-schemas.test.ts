// @module-tag long
import { describe, expect, test } from "vitest";
import type { Bundle } from "../../src/contract/bundle.js";
import type { Schema, SchemaObject } from "../../src/contract/schema.js";
import type { Json } from "../../src/json/json.js";
import { compileQuickly } from "../../src/validators/compile-quickly.js";
import { printedValidators } from "../support/printed-validators.js";

const count = 2_000;
/** The loader refuses what nests deeper. */
const depth = 500;
const text: Schema = { type: ["string"] };
const number: Schema = { type: ["number"] };

function times<Item>(length: number, make: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => make(index));
}

function members<Item>(length: number, make: (index: number) => Item): Readonly<Record<string, Item>> {
  return Object.fromEntries(times(length, (index) => [`p${index}`, make(index)]));
}

function nested(levels: number, inner: Schema, wrap: (inner: Schema, level: number) => Schema): Schema {
  return times(levels, (level) => level).reduce((schema, level) => wrap(schema, level), inner);
}

function bundle(definitions: readonly Schema[]): Bundle {
  return { root: "0", definitions: new Map(definitions.map((schema, index) => [String(index), schema])) };
}

/** A message that the schema takes, and one that it does not. */
interface Case {
  readonly definitions: readonly Schema[];
  readonly valid: Json;
  readonly invalid: Json;
}

const alone = (schema: Schema, valid: Json, invalid: Json): Case => ({
  definitions: [schema],
  valid,
  invalid,
});
const next = (index: number): string => String((index + 1) % count);
const closed = (schema: SchemaObject): SchemaObject => ({ ...schema, unevaluatedProperties: false });

const cases: Readonly<Record<string, Case>> = {
  "a chain of members": {
    definitions: [
      ...times(count - 1, (index): Schema => ({ properties: { a: { $ref: next(index) } } })),
      text,
    ],
    valid: { a: { a: {} } },
    invalid: nestedValue(count - 1, 1),
  },
  "a chain of mere references": {
    definitions: [...times(count - 1, (index): Schema => ({ $ref: next(index), title: "x" })), text],
    valid: "x",
    invalid: 1,
  },
  "a chain through allOf, asked what is evaluated": {
    definitions: [
      closed({ allOf: [{ $ref: "1" }] }),
      ...times(
        1_900,
        (index): Schema => ({ allOf: [{ $ref: String(index + 2) }], properties: { [`p${index}`]: text } }),
      ),
      { properties: { last: text } },
    ],
    valid: { p1: "x", p1899: "x", last: "x" },
    invalid: { p1: "x", q: "x" },
  },
  "a chain through anyOf, asked what is evaluated": {
    definitions: [
      closed({ anyOf: [{ $ref: "1" }] }),
      ...times(
        1_900,
        (index): Schema => ({
          anyOf: [{ $ref: String(index + 2) }, number],
          properties: { [`p${index}`]: text },
        }),
      ),
      { properties: { last: text } },
    ],
    valid: { p1: "x", p1899: "x", last: "x" },
    invalid: { p1: "x", q: "x" },
  },
  "a web that recurs": {
    definitions: times(
      count,
      (index): Schema => ({
        properties: {
          value: text,
          ...members(8, (each) => ({ $ref: String((index * (each + 2) + each) % count) })),
        },
      }),
    ),
    valid: { p1: { p2: { p3: { p0: {} } } } },
    invalid: { p1: { p2: { p3: { p0: { value: 1 } } } } },
  },
  "a cycle": {
    definitions: times(count, (index): Schema => ({ properties: { a: { $ref: next(index) }, b: text } })),
    valid: { a: { a: { b: "x" } } },
    invalid: { a: { a: { b: 1 } } },
  },
  "a wide allOf": alone(
    { allOf: times(count, (index) => ({ required: [`p${index}`] })) },
    members(count, () => 1),
    {},
  ),
  "a wide anyOf": alone({ anyOf: times(count, (index) => ({ const: index })) }, count - 1, count),
  "a wide oneOf": alone({ oneOf: times(count, (index) => ({ const: index })) }, count - 1, count),
  "a wide anyOf that is asked what is evaluated": alone(
    closed({ anyOf: times(count, (index) => ({ properties: { [`p${index}`]: text } })) }),
    { p1: "x", p1999: "x" },
    { p2000: "x" },
  ),
  "a wide oneOf that is asked what is evaluated": alone(
    closed({
      oneOf: times(count, (index) => ({ properties: { [`p${index}`]: text }, required: [`p${index}`] })),
    }),
    { p1999: "x" },
    { p1: "x", p1999: "x" },
  ),
  "a wide allOf, asked what is evaluated": alone(
    closed({ allOf: times(count, (index) => ({ properties: { [`p${index}`]: text } })) }),
    { p0: "x", p1000: "x", [`p${count - 1}`]: "x" },
    { p0: "x", [`p${count}`]: "x" },
  ),
  "a wide allOf of conditions, asked what is evaluated by value": alone(
    closed({
      allOf: times(count, (index) => ({
        if: { required: [`p${index}`] },
        then: { properties: { [`p${index}`]: text, [`q${index}`]: text } },
      })),
    }),
    { p0: "x", q0: "x", p1999: "x", q1999: "x" },
    { p0: "x", q0: "x", q1999: "x" },
  ),
  "a wide allOf in not": alone(
    { not: { allOf: times(count, (index) => ({ required: [`p${index}`] })) } },
    {},
    members(count, () => 1),
  ),
  "a wide anyOf in not": alone(
    { not: { anyOf: times(count, (index) => ({ const: index })) } },
    count,
    count - 1,
  ),
  "a wide oneOf in if": alone(
    { if: { oneOf: times(count, (index) => ({ const: index })) }, then: text, else: { const: -1 } },
    -1,
    count - 1,
  ),
  "many properties in not": alone(
    { not: { properties: members(count, () => text) } },
    { p1999: 1 },
    { p1999: "x" },
  ),
  "many properties in if": alone(
    { if: { properties: members(count, () => text) }, then: { required: ["p0"] } },
    { p0: "x" },
    { p1: "x" },
  ),
  "many patterns in not": alone(
    { not: { patternProperties: members(count, () => text) } },
    { p1999: 1 },
    { p1999: "x" },
  ),
  "many patterns beside additionalProperties": alone(
    { patternProperties: members(count, () => text), additionalProperties: false },
    { p1999: "x" },
    { q: "x" },
  ),
  "many dependencies": alone(
    {
      dependentSchemas: members(count, () => ({ required: ["a"] })),
      dependentRequired: members(count, () => ["b"]),
    },
    { p1: 1, a: 1, b: 1 },
    { p1: 1, b: 1 },
  ),
  "many dependencies in not": alone(
    {
      not: {
        dependentSchemas: members(count, () => ({ required: ["a"] })),
        dependentRequired: members(count, () => ["b"]),
      },
    },
    { p1: 1, b: 1 },
    { p1: 1, a: 1, b: 1 },
  ),
  "many prefix items in not": alone(
    { not: { prefixItems: times(count, () => text) } },
    times(count, (index) => (index === count - 1 ? 1 : "x")),
    times(count, () => "x"),
  ),
  "many required names": alone(
    { required: times(10_000, (index) => `p${index}`) },
    members(10_000, () => 1),
    {},
  ),
  "a wide enum": alone({ enum: times(10_000, (index) => `p${index}`) }, "p9999", "p10000"),
  "a deep not": alone(
    nested(depth, text, (not) => ({ not })),
    "x",
    1,
  ),
  "deep members": alone(
    nested(depth, text, (a) => ({ properties: { a }, additionalProperties: false })),
    nestedValue(depth, "x"),
    nestedValue(depth, 1),
  ),
  "a deep allOf": alone(
    nested(depth, text, (inner) => ({ allOf: [inner] })),
    "x",
    1,
  ),
  "a deep anyOf that is asked what is evaluated": alone(
    closed(
      nested(depth, { properties: { last: text } }, (inner, level) => ({
        anyOf: [inner],
        properties: { [`p${level}`]: text },
      })) as SchemaObject,
    ),
    { p0: "x", p499: "x", last: "x" },
    { p0: "x", p500: "x" },
  ),
  "a long ladder of if and else": alone(
    nested(depth, { const: -1 }, (otherwise, level) => ({
      if: { const: level },
      then: true,
      else: otherwise,
    })),
    depth - 1,
    depth,
  ),
  "a deep contains": alone(
    nested(depth, text, (contains) => ({ contains, type: ["array"] })),
    times(depth, () => 1).reduce<Json>((inner) => [inner], "x"),
    [],
  ),
};

function nestedValue(levels: number, inner: Json): Json {
  return times(levels, () => "a").reduce<Json>((value, name) => ({ [name]: value }), inner);
}

describe.each(Object.entries(cases))("%s", (_, { definitions, valid, invalid }) => {
  test("compiles to code that an SDK can load", () => {
    const check = printedValidators(new Map([["read", bundle(definitions)]])).get("read");
    expect([check?.(valid), check?.(invalid)]).toEqual([true, false]);
  });

  test("compiles quickly", () => {
    const check = compileQuickly(bundle(definitions));
    expect([check(valid), check(invalid)]).toEqual([true, false]);
  });
});
