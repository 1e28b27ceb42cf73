import type { Json } from "../../../src/json/json.js";
import type { Pair } from "./pair.js";

const [string, integer] = [{ type: "string" }, { type: "integer" }] as const;

const object = (
  properties: { readonly [name: string]: Json },
  more: { readonly [keyword: string]: Json } = {},
): Json => ({ type: "object", properties, ...more });

/** An event that is identified by its kind. */
const kind = (
  name: string,
  properties: { readonly [name: string]: Json },
  required: readonly string[] = [],
) => ({
  properties: { kind: { const: name }, ...properties },
  required: ["kind", ...required],
});

const ifThenElse = (
  condition: Json,
  met: Json,
  unmet: Json,
  more: { readonly [keyword: string]: Json } = {},
): Json => ({ if: condition, then: met, else: unmet, ...more });

/** `if`, `dependentSchemas`, and schemas that are put together. */
export const conditions: readonly Pair[] = [
  {
    title: "a condition is added, of which both ends demand something",
    old: {},
    new: ifThenElse(integer, { minimum: 0 }, string),
    backward: ["if added"],
    forward: "proved",
  },
  {
    title: "what is demanded under a condition is more",
    old: { type: "number", if: integer, then: { minimum: 0 } },
    new: { type: "number", if: integer, then: { minimum: 1 } },
    backward: ["then changed"],
    forward: "proved",
  },
  {
    title: "what is demanded without the condition is less",
    old: ifThenElse(integer, { minimum: 0 }, string),
    new: ifThenElse(integer, { minimum: 0 }, true),
    backward: "proved",
    forward: ["else changed"],
  },
  {
    title: "a condition is met by more, of which something is demanded",
    old: { if: integer, then: { minimum: 0 } },
    new: { if: { type: "number" }, then: { minimum: 0 } },
    backward: ["if changed"],
    forward: "proved",
  },
  {
    title: "a condition with both ends turned around",
    old: ifThenElse({ minLength: 3 }, { pattern: "^a" }, { pattern: "^b" }),
    new: ifThenElse({ not: { minLength: 3 } }, { pattern: "^b" }, { pattern: "^a" }),
    backward: "proved",
    forward: "proved",
    safe: ["else changed", "if changed", "then changed"],
  },
  {
    title: "a condition is a choice between its negation and what follows",
    old: ifThenElse({ required: ["a"] }, { required: ["b"] }, true),
    new: { anyOf: [{ not: { required: ["a"] } }, { required: ["b"] }] },
    backward: "proved",
    forward: "proved",
    safe: ["anyOf added", "if removed"],
  },
  {
    title: "a condition on one property demands another one",
    old: object({ currency: string, rate: { type: "number" } }),
    new: object(
      { currency: string, rate: { type: "number" } },
      {
        if: { properties: { currency: { const: "EUR" } }, required: ["currency"] },
        then: true,
        else: { required: ["rate"] },
      },
    ),
    backward: ["if added"],
    forward: "proved",
  },
  {
    title: "a property demands more of the whole object",
    old: object({ a: string, b: integer }),
    new: object({ a: string, b: integer }, { dependentSchemas: { a: { required: ["b"] } } }),
    backward: ['dependentSchemas "a" added'],
    forward: "proved",
  },
  {
    title: "what a property demands is less",
    old: object({ a: string, b: true }, { dependentSchemas: { a: { properties: { b: integer } } } }),
    new: object(
      { a: string, b: true },
      { dependentSchemas: { a: { properties: { b: { type: "number" } } } } },
    ),
    backward: "proved",
    forward: ["type changed from integer to number"],
  },
  {
    title: "what one property demands in two words",
    old: object({ a: string, b: string }, { dependentRequired: { a: ["b"] } }),
    new: object({ a: string, b: string }, { dependentSchemas: { a: { required: ["b"] } } }),
    backward: "proved",
    forward: "proved",
    safe: ["dependentRequired removed", 'dependentSchemas "a" added'],
  },
  {
    title: "an event of a third kind",
    old: { type: "object", oneOf: [kind("a", { x: string }), kind("b", { y: string })] },
    new: { type: "object", oneOf: [kind("a", { x: string }), kind("b", { y: string }), kind("c", {})] },
    backward: "proved",
    forward: ['branch kind "c" of oneOf added'],
  },
  {
    title: "an event of one kind has to say more",
    old: { type: "object", oneOf: [kind("a", { x: string }), kind("b", { y: string })] },
    new: { type: "object", oneOf: [kind("a", { x: string }, ["x"]), kind("b", { y: string })] },
    backward: ['property "x" became required'],
    forward: "proved",
  },
  {
    title: "an event of one kind may say more",
    old: { type: "object", oneOf: [kind("a", { x: string }), kind("b", { y: string })] },
    new: { type: "object", oneOf: [kind("a", { x: string, z: string }), kind("b", { y: string })] },
    backward: "proved",
    forward: "proved",
    safe: ['property "z" added'],
  },
  {
    title: "two parts of an event are put together",
    old: { type: "object", allOf: [{ properties: { a: string } }, { properties: { b: string } }] },
    new: object({ a: string, b: string }),
    backward: "proved",
    forward: "proved",
    safe: ["allOf removed", 'property "a" added', 'property "b" added'],
  },
  {
    title: "a closed part refuses what the other parts declare",
    old: {
      type: "object",
      allOf: [{ properties: { a: string }, additionalProperties: false }, { properties: { b: string } }],
    },
    new: object({ a: string }, { additionalProperties: false }),
    backward: "proved",
    forward: "proved",
    safe: ["additionalProperties false added", "allOf removed", 'property "a" added'],
  },
];
