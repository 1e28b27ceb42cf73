import { expect, test } from "vitest";
import { formsOfSchema } from "../support/validate.js";

test.each([
  [4.35, 0.01, true],
  [0.6, 0.1, true],
  [1.1, 0.1, true],
  [4.355, 0.01, false],
  [0.0075, 0.0001, true],
  [0.00751, 0.0001, false],
  [-0.6, 0.1, true],
  [0, 0.1, true],
  [1e308, 0.123456789, false],
  [1e308, 0.5, true],
  [5e-324, 1e-308, false],
  [9_007_199_254_740_992, 2, true],
  [90_071_992_547_409_920, 10, true],
  [7, 2, false],
])("%d with multipleOf %d is valid: %s", async (value, multipleOf, valid) => {
  const { read } = await formsOfSchema({ multipleOf });
  expect(read(value)).toBe(valid);
});

const shadowing = { toString: 1, valueOf: "x", hasOwnProperty: null, constructor: {} };

test.each<object>([{ const: shadowing }, { enum: [{}, { toString: 2 }, shadowing] }])(
  "members that shadow those of every object are compared as others are: %j",
  async (schema) => {
    const { read } = await formsOfSchema(schema);
    const equal = JSON.parse(JSON.stringify(shadowing));
    expect([read(equal), read({ ...equal, toString: "other" }), read({ a: 1 })]).toEqual([
      true,
      false,
      false,
    ]);
  },
);

test("a number that is not finite is not a multiple", async () => {
  const { write } = await formsOfSchema({ type: "number", multipleOf: 0.5 });
  expect([Number.NaN, Number.POSITIVE_INFINITY].map(write)).toEqual([false, false]);
});

test.each([
  { not: { prefixItems: [{ type: "string" }], contains: { type: "string" } } },
  { not: { prefixItems: [false], contains: { const: 1 } } },
  { if: { prefixItems: [{ type: "string" }], contains: { type: "string" } }, then: false },
])("an array shorter than prefixItems meets the keywords beside it: %j", async (schema) => {
  const { read } = await formsOfSchema(schema);
  expect(read([])).toBe(true); // what is inside fails for it, in spite of prefixItems
});

const nullsUnderA = { patternProperties: { "^a": { type: "null" } } };

test.each([
  [{ anyOf: [nullsUnderA, true], unevaluatedProperties: false }, { a: "x" }],
  [{ anyOf: [true, nullsUnderA], unevaluatedProperties: false }, { a: "x" }],
  [{ properties: { b: true }, anyOf: [nullsUnderA, true], unevaluatedProperties: false }, { a: "x" }],
  [{ oneOf: [nullsUnderA, { minProperties: 1 }], unevaluatedProperties: false }, { a: "x" }],
  [{ allOf: [{ anyOf: [{ oneOf: [nullsUnderA] }, true] }], unevaluatedProperties: false }, { a: "x" }],
  [
    {
      anyOf: [{ allOf: [{ anyOf: [{ prefixItems: [true] }] }], minItems: 5 }, true],
      unevaluatedItems: false,
    },
    [1],
  ],
])("what a branch evaluates counts only where the branch is valid: %j", async (schema, value) => {
  const { read } = await formsOfSchema(schema);
  expect(read(value)).toBe(false);
});
