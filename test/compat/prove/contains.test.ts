import { expect, test } from "vitest";
import { isValid } from "../../../src/compat/prove/evaluate.js";
import { NodeTable } from "../../../src/compat/prove/node-table.js";
import type { Json } from "../../../src/json/json.js";
import { bundleOf, containment } from "./bundles.js";

const uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
const tree = (value: unknown) => ({
  $ref: "#/$defs/tree",
  $defs: {
    tree: { type: "object", properties: { value, next: { $ref: "#/$defs/tree" } }, required: ["value"] },
  },
});

/** Each pair is asked in both directions: is the second one inside the first, and the first inside the second? */
const pairs: readonly (readonly [
  name: string,
  first: unknown,
  second: unknown,
  inside: string,
  outside: string,
])[] = [
  ["a type inside a list of types", { type: ["string", "null"] }, { type: "string" }, "proved", "refuted"],
  ["integer inside number", { type: "number" }, { type: "integer" }, "proved", "refuted"],
  [
    "whole multiples of 1 are integers",
    { type: "integer" },
    { type: "number", multipleOf: 1 },
    "proved",
    "proved",
  ],
  ["multiples of 0.1 and of 0.3", { multipleOf: 0.1 }, { multipleOf: 0.3 }, "proved", "refuted"],
  ["an exclusive bound", { minimum: 0 }, { exclusiveMinimum: 0 }, "proved", "refuted"],
  [
    "integers above 0 are those from 1",
    { type: "integer", minimum: 1 },
    { type: "integer", exclusiveMinimum: 0 },
    "proved",
    "proved",
  ],
  [
    "no integer between 1 and 2",
    false,
    { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 2 },
    "proved",
    "proved",
  ],
  [
    "a large bound",
    { type: "number", maximum: 1e308 },
    { type: "number", maximum: 1e25 },
    "proved",
    "refuted",
  ],
  [
    "a small range",
    { type: "number" },
    { type: "number", exclusiveMinimum: 0, maximum: 1e-300 },
    "proved",
    "refuted",
  ],
  [
    "numbers just above 0",
    { type: "number", minimum: 0 },
    { type: "number", exclusiveMinimum: 1e-300, maximum: 1e-299 },
    "proved",
    "refuted",
  ],
  [
    "large integers",
    { type: "integer", minimum: 1e300 },
    { type: "integer", minimum: 1e301, multipleOf: 7 },
    "proved",
    "refuted",
  ],
  ["an enum inside a pattern", { pattern: "^[A-Z]{3}$" }, { enum: ["EUR", "USD"] }, "proved", "refuted"],
  ["an enum value added", { enum: ["a", "b"] }, { enum: ["a"] }, "proved", "refuted"],
  [
    "one pattern inside another",
    { pattern: "^[a-z]+$" },
    { type: "string", pattern: "^[a-f]{2,4}$" },
    "proved",
    "refuted",
  ],
  [
    "the same language in other words",
    { type: "string", pattern: "^(?:a|b)*$" },
    { type: "string", pattern: "^[ab]*$" },
    "proved",
    "proved",
  ],
  [
    "lengths of a pattern",
    { type: "string", minLength: 36, maxLength: 36 },
    { type: "string", pattern: uuid },
    "proved",
    "refuted",
  ],
  [
    "lengths in code points",
    { type: "string", maxLength: 1 },
    { type: "string", pattern: "^\\p{Emoji_Presentation}$" },
    "proved",
    "refuted",
  ],
  [
    "a format inside one that includes it",
    { type: "string", format: "uri-reference" },
    { type: "string", format: "uri" },
    "proved",
    "refuted",
  ],
  ["more required", { required: ["a"] }, { required: ["a", "b"] }, "proved", "refuted"],
  [
    "closed and open",
    { properties: { a: true } },
    { properties: { a: true }, additionalProperties: false },
    "proved",
    "refuted",
  ],
  [
    "names by a pattern",
    { propertyNames: { pattern: "^[a-z]" } },
    { propertyNames: { pattern: "^[a-f]$" } },
    "proved",
    "refuted",
  ],
  [
    "six names are no seven",
    { maxProperties: 6 },
    { propertyNames: { enum: ["a", "b", "c", "d", "e", "f"] } },
    "proved",
    "refuted",
  ],
  [
    "a choice of two that are one",
    { anyOf: [{ type: "string" }, { type: "null" }] },
    { type: ["null", "string"] },
    "proved",
    "proved",
  ],
  [
    "oneOf of what cannot meet is anyOf",
    { oneOf: [{ type: "string" }, { type: "null" }] },
    { anyOf: [{ type: "string" }, { type: "null" }] },
    "proved",
    "proved",
  ],
  [
    "if and then in other words",
    { anyOf: [{ not: { required: ["a"] } }, { required: ["b"] }] },
    { if: { required: ["a"] }, then: { required: ["b"] } },
    "proved",
    "proved",
  ],
  [
    "dependentRequired in other words",
    { dependentRequired: { a: ["b"] } },
    { dependentSchemas: { a: { required: ["b"] } } },
    "proved",
    "proved",
  ],
  [
    "three different booleans",
    false,
    { type: "array", items: { type: "boolean" }, minItems: 3, uniqueItems: true },
    "proved",
    "proved",
  ],
  [
    "a matching that greed misses",
    { const: "never" },
    { type: "array", prefixItems: [{ enum: [1, 2] }, { enum: [1] }], minItems: 2, uniqueItems: true },
    "refuted",
    "refuted",
  ],
  [
    "contains inside a count",
    { minItems: 2 },
    { type: "array", contains: { type: "string" }, minContains: 2 },
    "proved",
    "refuted",
  ],
  [
    "unevaluated is additional",
    { type: "object", properties: { a: true }, unevaluatedProperties: false },
    { type: "object", properties: { a: true }, additionalProperties: false },
    "proved",
    "proved",
  ],
  [
    "unevaluated looks into branches",
    { anyOf: [{ properties: { a: true } }, { properties: { b: true } }], unevaluatedProperties: false },
    { type: "object", properties: { a: true, b: true }, additionalProperties: false },
    "proved",
    "refuted",
  ],
  [
    "a recursive schema with other names",
    tree({ type: "string" }),
    { ...tree({ type: "string" }), title: "the same" },
    "proved",
    "proved",
  ],
  [
    "a recursive schema that is narrower",
    tree({ type: ["string", "null"] }),
    tree({ type: "string" }),
    "proved",
    "refuted",
  ],
  [
    "lists without an end are none",
    false,
    {
      $ref: "#/$defs/list",
      $defs: { list: { type: "object", required: ["next"], properties: { next: { $ref: "#/$defs/list" } } } },
    },
    "proved",
    "proved",
  ],
];

test.each(pairs)("%s", async (_, first, second, inside, outside) => {
  for (const [wider, narrower, verdict] of [
    [first, second, inside],
    [second, first, outside],
  ] as const) {
    const answer = await containment(wider, narrower);
    expect(answer.kind, JSON.stringify(answer)).toBe(verdict);
    if (answer.kind !== "refuted") continue;
    const isIn = async (schema: unknown, value: Json) =>
      isValid(new NodeTable().add(await bundleOf(schema)), value);
    expect([await isIn(narrower, answer.witness), await isIn(wider, answer.witness)]).toEqual([true, false]);
  }
});

test("says where and why it does not know", async () => {
  const unsupported = "^(?<=ab)c";
  const answer = await containment(
    { type: "string", pattern: unsupported },
    { type: "string", pattern: "^x" },
  );
  expect(answer.kind).toBe("refuted"); // "x" is enough to see that
  const beyond = await containment(
    { type: "string", pattern: "^x" },
    { type: "string", pattern: unsupported },
  );
  expect(beyond).toMatchObject({ kind: "unknown", why: expect.stringContaining("lookbehind") });
});

test("a question ends with its budget", async () => {
  const options = Array.from({ length: 14 }, (_, bit) => ({
    oneOf: [{ required: [`a${bit}`] }, { required: [`b${bit}`] }, { required: [`c${bit}`] }],
  }));
  const answer = await containment(
    { type: "object", maxProperties: 13 },
    { type: "object", allOf: options, maxProperties: 13 },
  );
  expect(["proved", "unknown"]).toContain(answer.kind);
});

test("a witness is small, and takes the values that the schema's author wrote", async () => {
  const currency = { type: "string", pattern: "^[A-Z]{3}$", examples: ["EUR"] };
  const old = { type: "object", properties: { currency, note: { type: "string" } }, required: ["currency"] };
  const answer = await containment({ ...old, required: ["currency", "note"] }, old);
  expect(answer).toEqual({ kind: "refuted", witness: { currency: "EUR" } });
});
