import { describe, expect, test } from "vitest";
import { valueAt } from "../../src/json/pointer.js";
import { formsOf } from "../support/validate.js";
import { invalidOf, samplesOf, versionOf } from "./version-of.js";

/** A value for each keyword that asserts something, alone in a property. */
const keywords: Readonly<Record<string, object>> = {
  type: { type: "integer" },
  enum: { enum: ["a", "b"] },
  const: { const: 3 },
  minimum: { type: "integer", minimum: 3 },
  exclusiveMinimum: { type: "number", exclusiveMinimum: 3 },
  maximum: { type: "integer", maximum: 3 },
  exclusiveMaximum: { type: "number", exclusiveMaximum: 3 },
  multipleOf: { type: "number", multipleOf: 0.5 },
  minLength: { type: "string", minLength: 3 },
  maxLength: { type: "string", maxLength: 3 },
  pattern: { type: "string", pattern: "^[A-Z]+$" },
  format: { type: "string", format: "email" },
  minItems: { type: "array", items: { type: "integer" }, minItems: 2 },
  maxItems: { type: "array", items: { type: "integer" }, maxItems: 2 },
  uniqueItems: { type: "array", items: { type: "integer" }, uniqueItems: true },
  contains: { type: "array", contains: { const: 1 } },
  minContains: { type: "array", contains: { const: 1 }, minContains: 2 },
  maxContains: { type: "array", contains: { const: 1 }, maxContains: 2 },
  items: { type: "array", prefixItems: [{ type: "integer" }], items: false },
  minProperties: { type: "object", additionalProperties: { type: "integer" }, minProperties: 2 },
  maxProperties: { type: "object", additionalProperties: { type: "integer" }, maxProperties: 2 },
  required: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
  dependentRequired: {
    type: "object",
    properties: { a: { type: "integer" }, b: { type: "integer" } },
    dependentRequired: { a: ["b"] },
  },
  additionalProperties: {
    type: "object",
    properties: { a: { type: "integer" } },
    additionalProperties: false,
  },
  unevaluatedProperties: {
    type: "object",
    properties: { a: { type: "integer" } },
    unevaluatedProperties: false,
  },
  unevaluatedItems: { type: "array", prefixItems: [{ type: "integer" }], unevaluatedItems: false },
  propertyNames: {
    type: "object",
    additionalProperties: { type: "integer" },
    propertyNames: { pattern: "^[a-z]+$" },
  },
  not: { type: "string", not: { pattern: "^a" } },
  anyOf: { anyOf: [{ type: "string" }, { type: "integer" }] },
  oneOf: { oneOf: [{ type: "string" }, { type: "integer" }] },
  properties: { type: "object", properties: { a: false } },
};

describe("invalid samples", () => {
  test.each(Object.entries(keywords))("break %s alone", async (keyword, property) => {
    const schema = {
      type: "object",
      properties: { before: { type: "string" }, value: property, after: { type: "integer" } },
      required: ["value"],
    };
    const { samples } = await invalidOf(schema);
    const [sample] = samples.filter((each) => each.keyword === keyword && each.schema.includes("/value"));
    expect(sample).toBeDefined();
    const { version, contract } = await versionOf(schema);
    const forms = formsOf(contract);
    expect(forms.read(sample?.event)).toBe(false);
    expect(sample?.pointer).toMatch(/^\/value/);
    expect(sample?.schema).toContain(`${version.source.path}#/properties/value`);
    // the rest is as rich as a valid sample, and the value without its keyword would be fine
    expect(Object.keys(sample?.event as object)).toEqual(
      expect.arrayContaining(["before", "value", "after"]),
    );
    const without = Object.fromEntries(Object.entries(property).filter(([name]) => name !== keyword));
    const mended =
      keyword.endsWith("Properties") && keyword !== "minProperties" && keyword !== "maxProperties"
        ? { ...without, [keyword]: true }
        : without;
    if (keyword === "contains" || keyword === "properties") return;
    const loose = formsOf(
      (await versionOf({ ...schema, properties: { ...schema.properties, value: mended } })).contract,
    );
    expect(loose.read(sample?.event)).toBe(true);
  });

  test("name the failing value, the keyword's place and the reason", async () => {
    const { samples } = await invalidOf({
      type: "object",
      properties: { total: { $ref: "#/$defs/money" } },
      required: ["total"],
      $defs: {
        money: {
          type: "object",
          properties: { amount: { type: "integer", minimum: 0 } },
          required: ["amount"],
        },
      },
    });
    expect(samples.map(({ event: _, ...reason }) => reason)).toMatchInlineSnapshot(`
      [
        {
          "keyword": "type",
          "message": "must be object",
          "pointer": "",
          "schema": "thing/v1.json#/type",
        },
        {
          "keyword": "required",
          "message": "must have property "total"",
          "pointer": "",
          "schema": "thing/v1.json#/required",
        },
        {
          "keyword": "type",
          "message": "must be object",
          "pointer": "/total",
          "schema": "thing/v1.json#/$defs/money/type",
        },
        {
          "keyword": "required",
          "message": "must have property "amount"",
          "pointer": "/total",
          "schema": "thing/v1.json#/$defs/money/required",
        },
        {
          "keyword": "type",
          "message": "must be integer",
          "pointer": "/total/amount",
          "schema": "thing/v1.json#/$defs/money/properties/amount/type",
        },
        {
          "keyword": "minimum",
          "message": "must be at least 0",
          "pointer": "/total/amount",
          "schema": "thing/v1.json#/$defs/money/properties/amount/minimum",
        },
      ]
    `);
    expect(
      valueAt(samples.find(({ keyword }) => keyword === "minimum")?.event ?? null, "/total/amount"),
    ).toBe(-1);
  });

  test("say which keyword cannot be broken alone", async () => {
    const { unbroken } = await invalidOf({
      type: "object",
      properties: {
        a: { type: "integer", enum: [1, 2] },
        b: { type: "string", minLength: 0, maxLength: 5, pattern: "^a?$" },
      },
    });
    expect(unbroken).toEqual([
      {
        keyword: "type",
        schema: "thing/v1.json#/properties/a/type",
        why: "the rest of the schema requires the same",
      },
      {
        keyword: "maxLength",
        schema: "thing/v1.json#/properties/b/maxLength",
        why: "the rest of the schema requires the same",
      },
    ]);
  });

  test("are there for each name of `required`, and in each alternative of a union", async () => {
    const { samples } = await invalidOf({
      type: "object",
      oneOf: ["card", "bank"].map((kind) => ({
        properties: { kind: { const: kind }, number: { type: "string", minLength: kind.length } },
        required: ["kind", "number"],
      })),
    });
    expect(samples.filter(({ keyword }) => keyword === "minLength")).toHaveLength(2);
    expect(samples.filter(({ keyword }) => keyword === "required")).toHaveLength(4);
  });

  test("are not valid samples, and those are not theirs", async () => {
    const schema = { type: "object", properties: { a: { type: "integer", minimum: 3 } }, required: ["a"] };
    const valid = new Set((await samplesOf(schema, { count: 50 })).map((each) => JSON.stringify(each)));
    for (const { event } of (await invalidOf(schema)).samples)
      expect(valid.has(JSON.stringify(event))).toBe(false);
  });
});
