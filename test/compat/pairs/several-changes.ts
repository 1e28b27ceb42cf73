import type { Json } from "../../../src/json/json.js";
import { of, type Pair, together } from "./pair.js";

const [string, integer] = [{ type: "string" }, { type: "integer" }] as const;

const object = (
  properties: { readonly [name: string]: Json },
  more: { readonly [keyword: string]: Json } = {},
): Json => ({ type: "object", properties, ...more });

/** Numbers of which two of three definitions have to hold, each the same bound. */
const majority = (minimum: number): Json => {
  const two = (one: string, other: string): Json => ({
    allOf: [{ $ref: `#/$defs/${one}` }, { $ref: `#/$defs/${other}` }],
  });
  return {
    type: "number",
    anyOf: [two("a", "b"), two("b", "c"), two("c", "a")],
    $defs: { a: { minimum }, b: { minimum }, c: { minimum } },
  };
};

/** Several differences at once: each is judged on its own. */
export const severalChanges: readonly Pair[] = [
  {
    title: "of four changes one breaks old consumers, one new ones, and two nothing",
    old: object({ id: string, state: { enum: ["open", "paid"] }, note: string, count: integer }),
    new: object({
      id: string,
      state: { enum: ["open", "paid", "lost"] },
      count: { type: "integer", minimum: 1 },
      at: { type: "string", format: "date-time" },
    }),
    backward: ["minimum 1 added"],
    forward: ['enum value "lost" added'],
    safe: ['property "at" added', 'property "note" removed'],
  },
  {
    title: "a bound is hidden by another property that no old message has",
    old: object({ a: integer }),
    new: object({ a: { type: "integer", minimum: 0 }, b: string }, { required: ["b"] }),
    backward: ["minimum 0 added", 'property "b" became required'],
    forward: "proved",
    safe: ['property "b" added'],
  },
  {
    title: "two changes of one value both break, each by its own messages",
    old: { type: "string" },
    new: { type: "string", minLength: 2, pattern: "^[a-z]*$" },
    backward: ["minLength 2 added", 'pattern "^[a-z]*$" added'],
    forward: "proved",
  },
  {
    title: "a bound is moved into another keyword, and tightened",
    old: { type: "integer", minimum: 1 },
    new: { type: "integer", exclusiveMinimum: 1 },
    backward: ["exclusiveMinimum 1 added"],
    forward: "proved",
    safe: ["minimum 1 removed"],
  },
  {
    title: "a stricter type hides no other change",
    old: object({ a: { type: ["string", "integer"] } }, { required: ["a"] }),
    new: object({ a: { type: "string", maxLength: 3 } }, { required: ["a"] }),
    backward: ["maxLength 3 added", "type changed from string or integer to string"],
    forward: "proved",
  },
  {
    title: "only several changes together break",
    old: majority(0),
    new: majority(5),
    backward: [together],
    forward: "proved",
    safe: ["minimum changed from 0 to 5", "minimum changed from 0 to 5", "minimum changed from 0 to 5"],
  },
  {
    title: "a property moves into an inner object",
    old: object({ amount: integer }, { required: ["amount"] }),
    new: object({ total: object({ amount: integer }, { required: ["amount"] }) }, { required: ["total"] }),
    backward: ['property "total" became required'],
    forward: ['property "amount" is no longer required'],
    safe: ['property "amount" removed', 'property "total" added'],
  },
  {
    title: "what is ignored breaks nothing",
    old: object({ version: { const: "1" }, a: string }),
    new: object({ version: { const: "2" }, a: string }),
    backward: "proved",
    forward: "proved",
    options: { ignore: ["/properties/version"] },
  },
  {
    title: "what is not ignored breaks all the same",
    old: object({ version: { const: "1" }, a: integer }),
    new: object({ version: { const: "2" }, a: { type: "number" } }),
    backward: "proved",
    forward: ["type changed from integer to number"],
    options: { ignore: ["/properties/version"] },
  },
  {
    title: "a keyword is ignored in both schemas",
    old: object({ a: string }, { required: ["a"] }),
    new: object({ a: string, b: string }, { required: ["a", "b"] }),
    backward: "proved",
    forward: "proved",
    safe: ['property "b" added'],
    options: { ignore: ["/required"] },
  },
  {
    title: "an order of draft-04 is written anew in 2020-12, with less and with more",
    old: of("draft-04", {
      type: "object",
      properties: {
        id: { type: "string" },
        lines: { type: "array", items: { $ref: "#/definitions/line" } },
      },
      required: ["id"],
      definitions: {
        line: {
          type: "object",
          properties: { price: { type: "number", minimum: 0, exclusiveMinimum: true } },
        },
      },
    }),
    new: of("2020-12", {
      type: "object",
      properties: {
        id: { type: "string" },
        lines: { type: "array", items: { $ref: "#/$defs/line" }, minItems: 1 },
      },
      required: ["id"],
      $defs: { line: { type: "object", properties: { price: { type: "number", minimum: 0 } } } },
    }),
    backward: ["minItems 1 added"],
    forward: ["exclusiveMinimum 0 removed"],
    safe: ["minimum 0 added"],
  },
  {
    title: "a message that new publishers send is read by old ones, who send more than new ones read",
    old: object({ a: { type: ["integer", "null"], maximum: 9 }, b: { enum: ["x", "y"] } }),
    new: object({ a: { type: "integer", maximum: 5 }, b: { const: "x" } }),
    backward: [
      'const "x" added',
      "maximum changed from 9 to 5",
      "type changed from integer or null to integer",
    ],
    forward: "proved",
    safe: ["enum removed"],
  },
];
