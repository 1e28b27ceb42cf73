import { describe, expect, test } from "vitest";
import { formsOfSchema } from "../support/validate.js";

const text = { type: "string" };
const a = { properties: { a: text } };
const b = { properties: { b: text } };
const never = { maxProperties: 0, minProperties: 1 };
const onlyEvaluated = (schema: object): object => ({ ...schema, unevaluatedProperties: false });
const onlyEvaluatedItems = (schema: object): object => ({ ...schema, unevaluatedItems: false });

/** A schema that asks what is evaluated, a value that it takes, and one that it refuses; see Core, 11.2 and 11.3. */
const cases: readonly (readonly [what: string, schema: object, valid: unknown, invalid: unknown])[] = [
  [
    "dependentSchemas without its trigger",
    onlyEvaluated({ ...a, dependentSchemas: { t: b } }),
    { a: "x" },
    { b: "x" },
  ],
  [
    "dependentSchemas with its trigger",
    onlyEvaluated({ properties: { t: true }, dependentSchemas: { t: b } }),
    { t: 1, b: "x" },
    { t: 1, c: "x" },
  ],
  [
    "if and then in dependentSchemas",
    onlyEvaluated({
      properties: { name: text, link: { type: "boolean" } },
      dependentSchemas: {
        link: { if: { properties: { link: { const: true } } }, then: { properties: { id: text } } },
      },
    }),
    { link: true, id: "x" },
    { link: false, id: "x" },
  ],
  [
    "patternProperties beside a reference with branches",
    onlyEvaluated({ patternProperties: { "^x": text }, $ref: "#/$defs/d", $defs: { d: { anyOf: [a, b] } } }),
    { x1: "x", a: "x", b: "y" },
    { x1: "x", c: "x" },
  ],
  [
    "patternProperties beside if",
    onlyEvaluated({ patternProperties: { "^x": text }, if: { required: ["x1"] }, then: a, else: b }),
    { x1: "x", a: "x" },
    { x1: "x", b: "x" },
  ],
  [
    "patternProperties beside allOf with branches",
    onlyEvaluated({
      patternProperties: { "^x": text },
      allOf: [{ anyOf: [a, never] }, { oneOf: [b, never] }],
    }),
    { x1: "x", a: "x", b: "x" },
    { x1: "x", c: "x" },
  ],
  [
    "unevaluatedProperties in then under an if that fails",
    {
      if: { required: ["t"] },
      then: onlyEvaluated(a),
      else: { properties: { c: text }, unevaluatedProperties: text },
    },
    { c: "x", d: "y" },
    { c: "x", d: 1 },
  ],
  ["if without then and else", onlyEvaluated({ if: { ...a, required: ["a"] } }), { a: "x" }, { a: 1 }],
  ["an if that fails", onlyEvaluated({ if: { ...a, required: ["t"] }, else: b }), { b: "x" }, { a: "x" }],
  ["then without else", onlyEvaluated({ if: a, then: b }), { a: "x", b: "y" }, { a: 1, b: "y" }],
  ["several valid branches", onlyEvaluated({ anyOf: [a, b] }), { a: "x", b: "y" }, { a: 1, b: "y" }],
  ["a branch that accepts everything first", onlyEvaluated({ anyOf: [true, a] }), { a: "x" }, { a: 1 }],
  [
    "the one branch of oneOf",
    onlyEvaluated({
      oneOf: [
        { ...a, required: ["a"] },
        { ...b, required: ["b"] },
      ],
    }),
    { a: "x" },
    { a: 1, b: "x", c: 1 },
  ],
  [
    "a branch in a branch that fails",
    onlyEvaluated({ anyOf: [{ anyOf: [a], required: ["z"] }, b] }),
    { b: "x" },
    { a: "x" },
  ],
  ["not, which drops what is inside", onlyEvaluated({ not: { not: a } }), {}, { a: "x" }],
  [
    "nested askers",
    onlyEvaluated({ ...a, allOf: [onlyEvaluated({ ...a, anyOf: [b] })] }),
    { a: "x", b: "x" },
    { c: 1 },
  ],
  [
    "a schema for what is left",
    { ...a, anyOf: [{ ...b, required: ["b"] }, true], unevaluatedProperties: { type: "number" } },
    { a: "x", b: "x", n: 1 },
    { a: "x", n: "1" },
  ],
  ["cousins", { allOf: [a, onlyEvaluated({})] }, {}, { a: "x" }],
  [
    "additionalProperties in a branch",
    onlyEvaluated({ anyOf: [{ additionalProperties: text }, b] }),
    { z: "x" },
    { z: 1 },
  ],
  [
    "recursion through members",
    onlyEvaluated({ ...a, anyOf: [{ properties: { next: { $ref: "#" } } }] }),
    { a: "x", next: { next: { a: "x" } } },
    { next: { next: { z: 1 } } },
  ],
  [
    "one definition in two places, with and without an asker",
    onlyEvaluated({
      $ref: "#/$defs/d",
      properties: { inner: { $ref: "#/$defs/d" } },
      $defs: { d: { anyOf: [a, { properties: { c: text } }] } },
    }),
    { a: "x", inner: { z: 1 } },
    { a: "x", z: 1 },
  ],
  ["names of Object.prototype", onlyEvaluated({ anyOf: [a] }), { a: "x" }, { toString: 1 }],
  [
    "names of Object.prototype that are declared",
    onlyEvaluated({ anyOf: [{ properties: { toString: text } }] }),
    { toString: "x" },
    { valueOf: 1 },
  ],
  ["asking in not", { not: onlyEvaluated({ anyOf: [a, b] }) }, { c: 1 }, { a: "x", b: "y" }],
  ["asking in if", { if: onlyEvaluated({ dependentSchemas: { a: b } }), then: false }, { a: 1 }, {}],
  ["asking in contains", { contains: onlyEvaluated({ oneOf: [a] }) }, [1, { a: "x" }], [{ b: 1 }]],
  [
    "asking in propertyNames is about texts",
    { propertyNames: onlyEvaluated({ maxLength: 1 }) },
    { a: 1 },
    { ab: 1 },
  ],
  [
    "prefixes of several branches",
    onlyEvaluatedItems({ anyOf: [{ prefixItems: [true, text] }, { prefixItems: [text] }] }),
    ["x", "y"],
    ["x", 1],
  ],
  [
    "items of a branch",
    onlyEvaluatedItems({ anyOf: [{ items: text }, { prefixItems: [true] }] }),
    ["x", "y"],
    ["x", 1],
  ],
  [
    "what contains takes",
    onlyEvaluatedItems({ prefixItems: [true], contains: text }),
    [1, "x", "y"],
    [1, "x", 2],
  ],
  [
    "contains in a branch",
    onlyEvaluatedItems({ anyOf: [{ contains: text }, { prefixItems: [true] }] }),
    ["x", "y"],
    ["x", 1, 2],
  ],
  [
    "contains in a branch that fails",
    onlyEvaluatedItems({ anyOf: [{ contains: text, minItems: 9 }, true] }),
    [],
    ["x"],
  ],
  [
    "contains behind a reference",
    onlyEvaluatedItems({ $ref: "#/$defs/d", $defs: { d: { contains: text, minContains: 0 } } }),
    ["x"],
    [1],
  ],
  [
    "at most so many that contains takes",
    onlyEvaluatedItems({ contains: text, maxContains: 2 }),
    ["x", "y"],
    ["x", "y", "z"],
  ],
  [
    "items of a branch in a schema that asks for names",
    onlyEvaluatedItems({ allOf: [onlyEvaluated({ anyOf: [{ contains: text, minContains: 0 }] })] }),
    ["x"],
    [1],
  ],
  [
    "branches of a member",
    onlyEvaluated({ properties: { p: { anyOf: [a] } }, anyOf: [b] }),
    { p: { a: "x" }, b: "x" },
    { p: { a: "x" }, a: "x" },
  ],
  [
    "names and items of one schema",
    { ...onlyEvaluated({}), ...onlyEvaluatedItems({ anyOf: [a, { contains: text }] }) },
    ["x"],
    [1],
  ],
];

describe.each(cases)("%s", (_, schema, valid, invalid) => {
  test("counts as the specification says", async () => {
    const { read } = await formsOfSchema(schema);
    expect([read(valid), read(invalid)]).toEqual([true, false]);
  });
});
