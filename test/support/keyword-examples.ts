import type { SchemaObject } from "../../src/contract/schema.js";

/** Keywords that say nothing of which values are valid, or nothing without another keyword, or lead elsewhere. */
type NotAlone = "title" | "description" | "default" | "examples" | "deprecated" | "$ref" | "then" | "else";

/** A schema, and what adds one keyword to it so that fewer values are valid. */
export interface KeywordExample {
  readonly without: object;
  readonly added: object;
}

const text = { properties: { p: { type: "string" } } };
const several = (property: object): object => ({ properties: { p: property } });

/** An example of every keyword that asserts something. The compiler asks for one of each keyword of the canonical form. */
export const keywordExamples: Readonly<Record<Exclude<keyof SchemaObject, NotAlone>, KeywordExample>> = {
  type: { without: several({}), added: several({ type: "integer" }) },
  enum: { without: text, added: several({ type: "string", enum: ["a", "b"] }) },
  const: { without: text, added: several({ type: "string", const: "a" }) },
  multipleOf: {
    without: several({ type: "number" }),
    added: several({ type: "number", multipleOf: 5 }),
  },
  maximum: { without: several({ type: "number" }), added: several({ type: "number", maximum: 5 }) },
  exclusiveMaximum: {
    without: several({ type: "number" }),
    added: several({ type: "number", exclusiveMaximum: 5 }),
  },
  minimum: { without: several({ type: "number" }), added: several({ type: "number", minimum: 5 }) },
  exclusiveMinimum: {
    without: several({ type: "number" }),
    added: several({ type: "number", exclusiveMinimum: 5 }),
  },
  maxLength: { without: text, added: several({ type: "string", maxLength: 2 }) },
  minLength: { without: text, added: several({ type: "string", minLength: 9 }) },
  pattern: { without: text, added: several({ type: "string", pattern: "^[A-Z]+$" }) },
  format: { without: text, added: several({ type: "string", format: "date" }) },
  maxItems: { without: several({ type: "array" }), added: several({ type: "array", maxItems: 2 }) },
  minItems: { without: several({ type: "array" }), added: several({ type: "array", minItems: 2 }) },
  uniqueItems: { without: several({ type: "array" }), added: several({ type: "array", uniqueItems: true }) },
  prefixItems: {
    without: several({ type: "array" }),
    added: several({ type: "array", prefixItems: [{ type: "string" }] }),
  },
  items: {
    without: several({ type: "array" }),
    added: several({ type: "array", items: { type: "string" } }),
  },
  contains: {
    without: several({ type: "array" }),
    added: several({ type: "array", contains: { type: "string" } }),
  },
  minContains: {
    without: several({ type: "array", contains: { type: "string" } }),
    added: several({ type: "array", contains: { type: "string" }, minContains: 2 }),
  },
  maxContains: {
    without: several({ type: "array", contains: { type: "string" } }),
    added: several({ type: "array", contains: { type: "string" }, maxContains: 2 }),
  },
  unevaluatedItems: {
    without: several({ type: "array", prefixItems: [{ type: "string" }] }),
    added: several({ type: "array", prefixItems: [{ type: "string" }], unevaluatedItems: false }),
  },
  maxProperties: {
    without: several({ type: "object", additionalProperties: true }),
    added: several({ type: "object", additionalProperties: true, maxProperties: 1 }),
  },
  minProperties: {
    without: several({ type: "object", additionalProperties: true }),
    added: several({ type: "object", additionalProperties: true, minProperties: 2 }),
  },
  required: { without: text, added: { ...text, required: ["p"] } },
  dependentRequired: {
    without: { properties: { p: {}, q: {} } },
    added: { properties: { p: {}, q: {} }, dependentRequired: { p: ["q"] } },
  },
  properties: { without: { additionalProperties: true }, added: { ...text, additionalProperties: true } },
  patternProperties: {
    without: { additionalProperties: true },
    added: { additionalProperties: true, patternProperties: { "^x": { type: "string" } } },
  },
  additionalProperties: {
    without: { ...text, additionalProperties: true },
    added: { ...text, additionalProperties: { type: "string" } },
  },
  propertyNames: {
    without: { additionalProperties: true },
    added: { additionalProperties: true, propertyNames: { maxLength: 2 } },
  },
  dependentSchemas: {
    without: { properties: { p: {}, q: {} } },
    added: { properties: { p: {}, q: {} }, dependentSchemas: { p: { required: ["q"] } } },
  },
  unevaluatedProperties: {
    without: { ...text, unevaluatedProperties: true },
    added: { ...text, unevaluatedProperties: { type: "string" } },
  },
  allOf: { without: text, added: { ...text, allOf: [{ required: ["p"] }] } },
  anyOf: { without: text, added: { ...text, anyOf: [{ required: ["p"] }, { minProperties: 3 }] } },
  oneOf: {
    without: several({ type: "integer" }),
    added: several({ type: "integer", oneOf: [{ minimum: 5 }, { maximum: 1 }] }),
  },
  not: { without: text, added: several({ type: "string", not: { const: "a" } }) },
  if: {
    without: several({ type: "integer" }),
    added: several({ type: "integer", if: { minimum: 5 }, then: { maximum: 9 } }),
  },
};
