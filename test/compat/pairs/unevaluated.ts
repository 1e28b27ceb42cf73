import type { Json } from "../../../src/json/json.js";
import type { Pair } from "./pair.js";

const [string, integer] = [{ type: "string" }, { type: "integer" }] as const;

const object = (
  properties: { readonly [name: string]: Json },
  more: { readonly [keyword: string]: Json } = {},
): Json => ({ type: "object", properties, ...more });

/** `unevaluatedProperties` and `unevaluatedItems`, which see what other schemas in place describe. */
export const unevaluated: readonly Pair[] = [
  {
    title: "what nothing evaluates is refused, as publishers were already",
    old: object({ a: string }),
    new: object({ a: string }, { unevaluatedProperties: false }),
    backward: "proved",
    forward: "proved",
    safe: ["unevaluatedProperties false added"],
  },
  {
    title: "what nothing evaluates is refused of publishers that send anything",
    old: object({ a: string }),
    new: object({ a: string }, { unevaluatedProperties: false }),
    backward: ["unevaluatedProperties false added"],
    forward: "proved",
    options: { writer: "as-written" },
  },
  {
    title: "without other schemas in place, unevaluated is additional",
    old: object({ a: string }, { unevaluatedProperties: integer }),
    new: object({ a: string }, { additionalProperties: integer }),
    backward: "proved",
    forward: "proved",
    safe: ["additionalProperties added", "unevaluatedProperties removed"],
  },
  {
    title: "what demands describe is evaluated",
    old: object({ b: string }, { allOf: [{ properties: { a: string } }], unevaluatedProperties: false }),
    new: object({ a: string, b: string }, { additionalProperties: false }),
    backward: "proved",
    forward: "proved",
    safe: [
      "additionalProperties false added",
      "allOf removed",
      'property "a" added',
      "unevaluatedProperties false removed",
    ],
  },
  {
    title: "what demands describe is additional all the same",
    old: object({ b: string }, { allOf: [{ properties: { a: string } }], additionalProperties: false }),
    new: object({ b: string }, { allOf: [{ properties: { a: string } }], unevaluatedProperties: false }),
    backward: "proved",
    forward: ["additionalProperties false removed"],
    safe: ["unevaluatedProperties false added"],
  },
  {
    title: "only choices that hold evaluate",
    old: {
      type: "object",
      anyOf: [
        { properties: { a: string }, required: ["a"] },
        { properties: { b: string }, required: ["b"] },
      ],
      unevaluatedProperties: false,
    },
    new: object({ a: string, b: string }, { minProperties: 1, additionalProperties: false }),
    backward: "proved",
    forward: "proved",
    safe: [
      "additionalProperties false added",
      "anyOf removed",
      "minProperties 1 added",
      'property "a" added',
      'property "b" added',
      "unevaluatedProperties false removed",
    ],
  },
  {
    title: "what a condition describes counts only where it holds",
    old: {
      type: "object",
      if: { properties: { k: { const: 1 } }, required: ["k"] },
      then: { properties: { x: string } },
      else: { properties: { y: string } },
      unevaluatedProperties: false,
    },
    new: {
      type: "object",
      properties: { k: true },
      if: { properties: { k: { const: 1 } }, required: ["k"] },
      then: { properties: { x: string } },
      else: { properties: { y: string } },
      unevaluatedProperties: false,
    },
    backward: "proved",
    forward: ['property "k" added'],
  },
  {
    title: "what a property demands is described only beside it",
    old: object(
      { a: string },
      { dependentSchemas: { a: { properties: { b: string } } }, unevaluatedProperties: false },
    ),
    new: object({ a: string, b: string }, { unevaluatedProperties: false }),
    backward: "proved",
    forward: ['property "b" added'],
    safe: ['dependentSchemas "a" removed'],
  },
  {
    title: "a negation describes nothing",
    old: object({ b: string }, { not: { not: { properties: { a: string } } }, unevaluatedProperties: false }),
    new: object({ b: string }, { additionalProperties: false }),
    backward: "proved",
    forward: "proved",
    safe: ["additionalProperties false added", "not removed", "unevaluatedProperties false removed"],
  },
  {
    title: "a demand that opens everything leaves nothing unevaluated",
    old: { type: "object", allOf: [{ additionalProperties: true }], unevaluatedProperties: false },
    new: { type: "object" },
    backward: "proved",
    forward: "proved",
    safe: ["allOf removed", "unevaluatedProperties false removed"],
  },
  {
    title: "what nothing evaluates is widened",
    old: object({ a: string }, { allOf: [{ properties: { c: true } }], unevaluatedProperties: string }),
    new: object(
      { a: string },
      { allOf: [{ properties: { c: true } }], unevaluatedProperties: { type: ["string", "null"] } },
    ),
    backward: "proved",
    forward: ["type changed from string to string or null"],
  },
  {
    title: "a base that is referred to describes one property more",
    old: {
      $ref: "#/$defs/base",
      properties: { b: string },
      unevaluatedProperties: false,
      $defs: { base: object({ a: string }) },
    },
    new: {
      $ref: "#/$defs/base",
      properties: { b: string },
      unevaluatedProperties: false,
      $defs: { base: object({ a: string, c: integer }) },
    },
    backward: "proved",
    forward: ['property "c" added'],
  },
  {
    title: "items after a tuple are refused",
    old: { type: "array", prefixItems: [string] },
    new: { type: "array", prefixItems: [string], unevaluatedItems: false },
    backward: ["unevaluatedItems false added"],
    forward: "proved",
  },
  {
    title: "without other schemas in place, unevaluated items are those after the tuple",
    old: { prefixItems: [string], unevaluatedItems: integer },
    new: { prefixItems: [string], items: integer },
    backward: "proved",
    forward: "proved",
    safe: ["items added", "unevaluatedItems removed"],
  },
  {
    title: "a tuple in a demand evaluates its items",
    old: { allOf: [{ prefixItems: [string] }], unevaluatedItems: false },
    new: { allOf: [{ prefixItems: [string] }], maxItems: 1 },
    backward: "proved",
    forward: "proved",
    safe: ["maxItems 1 added", "unevaluatedItems false removed"],
  },
  {
    title: "items that are contained are evaluated",
    old: { type: "array", contains: integer, unevaluatedItems: string },
    new: { type: "array", contains: integer, items: { type: ["integer", "string"] } },
    backward: "proved",
    forward: "proved",
    safe: ["items added", "unevaluatedItems removed"],
  },
  {
    title: "items of a demand leave nothing unevaluated",
    old: { type: "array", allOf: [{ items: true }], unevaluatedItems: false },
    new: { type: "array" },
    backward: "proved",
    forward: "proved",
    safe: ["allOf removed", "unevaluatedItems false removed"],
  },
];
