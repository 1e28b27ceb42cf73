import type { Json } from "../../../src/json/json.js";
import { of, type Pair } from "./pair.js";

const [string, integer, number] = [{ type: "string" }, { type: "integer" }, { type: "number" }] as const;

/** A linked list of values, with the definition under the given name. */
const list = (name: string, value: Json, more: { readonly [keyword: string]: Json } = {}): Json => ({
  $ref: `#/$defs/${name}`,
  $defs: {
    [name]: {
      type: "object",
      properties: { value, next: { $ref: `#/$defs/${name}` } },
      ...more,
    },
  },
});

const closed = (properties: { readonly [name: string]: Json }) => ({
  type: "object",
  properties,
  additionalProperties: false,
});

/** A linked list by a dynamic reference to its root. */
const nodes = (value: Json): Json => ({
  $dynamicAnchor: "node",
  ...closed({ value, next: { $dynamicRef: "#node" } }),
});

const money = (amount: Json): Json => ({
  properties: { net: { $ref: "#/$defs/money" }, gross: { $ref: "#/$defs/money" } },
  $defs: { money: { type: "object", properties: { amount }, required: ["amount"] } },
});

/** References by pointer, anchor and identifier, static or dynamic, and recursion. */
export const references: readonly Pair[] = [
  {
    title: "a definition changes once, wherever it is used",
    old: money(number),
    new: money(integer),
    backward: ["type changed from number to integer"],
    forward: "proved",
  },
  {
    title: "a definition gets another name",
    old: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: string } },
    new: { properties: { a: { $ref: "#/$defs/y" } }, $defs: { y: string, x: integer } },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "a reference leads elsewhere",
    old: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: string, y: integer } },
    new: { properties: { a: { $ref: "#/$defs/y" } }, $defs: { x: string, y: integer } },
    backward: ["type changed from string to integer"],
    forward: ["type changed from string to integer"],
  },
  {
    title: "a definition that nothing uses changes",
    old: { properties: { a: string }, $defs: { x: string } },
    new: { properties: { a: string }, $defs: { x: integer } },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "a definition is referred to by its anchor",
    old: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: string } },
    new: { properties: { a: { $ref: "#text" } }, $defs: { x: { $anchor: "text", ...string } } },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "a definition is referred to by its identifier",
    old: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: string } },
    new: {
      $id: "https://example.com/order",
      properties: { a: { $ref: "text" } },
      $defs: { x: { $id: "https://example.com/text", ...string } },
    },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "keywords beside a reference hold, too",
    old: { $ref: "#/$defs/text", $defs: { text: string } },
    new: { $ref: "#/$defs/text", maxLength: 3, $defs: { text: string } },
    backward: ["maxLength 3 added"],
    forward: "proved",
  },
  {
    title: "a reference through a reference leads to the same",
    old: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: { $ref: "#/$defs/y" }, y: string } },
    new: { properties: { a: { $ref: "#/$defs/x" } }, $defs: { x: { $ref: "#/$defs/z" }, z: string } },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "a dynamic reference that nothing overrides narrows at every depth",
    old: nodes(number),
    new: nodes(integer),
    backward: ["type changed from number to integer"],
    forward: "proved",
  },
  {
    title: "the values of a recursive schema are narrowed",
    old: list("list", { type: ["string", "null"] }),
    new: list("list", string),
    backward: ["type changed from string or null to string"],
    forward: "proved",
  },
  {
    title: "a recursive definition gets another name",
    old: list("list", string),
    new: list("chain", string),
    backward: "proved",
    forward: "proved",
  },
  {
    title: "a schema that refers to its root demands a value at every depth",
    old: { type: "object", properties: { value: string, next: { $ref: "#" } } },
    new: { type: "object", properties: { value: string, next: { $ref: "#" } }, required: ["value"] },
    backward: ['property "value" became required'],
    forward: "proved",
  },
  {
    title: "a list without an end is none, so that any end is new",
    old: list("list", string, { required: ["next"] }),
    new: list("list", string),
    backward: "proved",
    forward: ['property "next" is no longer required'],
  },
  {
    title: "two definitions refer to each other, with other names",
    old: {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: "object", properties: { b: { $ref: "#/$defs/b" } } },
        b: { type: "array", items: { $ref: "#/$defs/a" } },
      },
    },
    new: {
      $ref: "#/$defs/tree",
      $defs: {
        trees: { type: "array", items: { $ref: "#/$defs/tree" } },
        tree: { type: "object", properties: { b: { $ref: "#/$defs/trees" } } },
      },
    },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "two definitions refer to each other, and one is narrowed",
    old: {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: "object", properties: { b: { $ref: "#/$defs/b" } } },
        b: { type: "array", items: { $ref: "#/$defs/a" } },
      },
    },
    new: {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: "object", properties: { b: { $ref: "#/$defs/b" } } },
        b: { type: "array", items: { $ref: "#/$defs/a" }, maxItems: 2 },
      },
    },
    backward: ["maxItems 2 added"],
    forward: "proved",
  },
  {
    title: "a recursive schema is written out by one level",
    old: list("list", string),
    new: {
      $ref: "#/$defs/odd",
      $defs: {
        odd: { type: "object", properties: { value: string, next: { $ref: "#/$defs/even" } } },
        even: { type: "object", properties: { value: string, next: { $ref: "#/$defs/odd" } } },
      },
    },
    backward: "proved",
    forward: "proved",
  },
  {
    title: "2019-09's reference to the root narrows at every depth",
    old: of("2019-09", closed({ value: number, next: { $recursiveRef: "#" } })),
    new: of("2019-09", closed({ value: integer, next: { $recursiveRef: "#" } })),
    backward: ["type changed from number to integer"],
    forward: "proved",
  },
  {
    title: "draft-04 refers by the identifier of a definition",
    old: of("draft-04", {
      properties: { a: { $ref: "#/definitions/x" } },
      definitions: { x: { type: "string" } },
    }),
    new: of("draft-04", {
      id: "http://example.com/order",
      properties: { a: { $ref: "text" } },
      definitions: { x: { id: "http://example.com/text", type: "string", minLength: 1 } },
    }),
    backward: ["minLength 1 added"],
    forward: "proved",
  },
];
