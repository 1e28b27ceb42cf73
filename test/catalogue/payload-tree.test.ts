import { expect, test } from "vitest";
import type { PayloadNode } from "../../src/catalogue/payload-node.js";
import { payloadPlaces } from "../../src/catalogue/payload-node.js";
import { payloadTree } from "../../src/catalogue/payload-tree.js";
import { contractOf } from "./make.js";

async function treeOf(schema: unknown, more: Readonly<Record<string, unknown>> = {}): Promise<PayloadNode> {
  const contract = await contractOf({ "ev/v1.json": schema, ...more });
  return payloadTree("ev/v1.json#", contract.definitions);
}

/** Each place in a line: path, type, marks, facts. */
function lines(tree: PayloadNode): readonly string[] {
  return [...payloadPlaces(tree)]
    .slice(1)
    .map(({ path, type, isRequired, facts, sameAs, more }) =>
      [
        path,
        type,
        ...(isRequired ? ["required"] : []),
        ...facts.map(({ name, values }) => [name, ...values].join(" ")),
        ...(sameAs === undefined ? [] : [`same as ${sameAs}`]),
        ...(more ? ["cut"] : []),
      ].join(" | "),
    );
}

test("shows every rule of a value in words", async () => {
  const tree = await treeOf({
    type: "object",
    required: ["amount", "undeclared"],
    additionalProperties: false,
    properties: {
      amount: { type: "integer", minimum: 1, exclusiveMaximum: 10, multipleOf: 2, default: 4 },
      code: { type: "string", minLength: 3, maxLength: 3, pattern: "^[A-Z]+$" },
      name: { type: "string", minLength: 1, maxLength: 80 },
      at: { type: ["string", "null"], format: "date-time" },
      kind: { enum: ["a", 1, null] },
      fixed: { const: "x" },
      tags: { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
      pair: { type: "array", prefixItems: [{ type: "number" }, { type: "boolean" }], items: false },
      map: {
        type: "object",
        patternProperties: { "^x-": { type: "string" } },
        additionalProperties: { type: "integer" },
        propertyNames: { maxLength: 9 },
        maxProperties: 5,
      },
    },
  });
  expect(tree.facts).toEqual([{ name: "no other properties", values: [] }]);
  expect(lines(tree)).toEqual([
    "/amount | integer | required | at least 1 | less than 10 | multiple of 2 | default 4",
    "/code | string | length exactly 3 characters | matches ^[A-Z]+$",
    "/name | string | length from 1 to 80 characters",
    "/at | string or null | format date-time",
    '/kind | string, integer or null | one of "a" 1 null',
    '/fixed | string | always "x"',
    "/tags | array of string | at least 1 item | unique items",
    "/tags/* | string",
    "/pair | array | no additional items",
    "/pair/0 | number",
    "/pair/1 | boolean",
    "/map | object | at most 5 properties",
    "/map/matching ^x- | string",
    "/map/any other | integer",
    "/map/names | any type | length at most 9 characters",
    "/undeclared | any type | required",
  ]);
});

test("is one place for what $ref and allOf join, with the rules of all of it", async () => {
  const tree = await treeOf(
    {
      allOf: [
        { $ref: "../_shared/base.json" },
        { type: "object", properties: { id: { minLength: 2 }, more: true }, required: ["more"] },
      ],
    },
    {
      "_shared/base.json": {
        type: "object",
        properties: { id: { type: "string", description: "The id.", maxLength: 9 } },
        required: ["id"],
      },
    },
  );
  expect(tree.type).toBe("object");
  expect(lines(tree)).toEqual([
    "/id | string | required | length at most 9 characters | length at least 2 characters",
    "/more | any type | required",
  ]);
  expect(tree.children[0]?.description).toBe("The id.");
});

test("shows a schema that refers to itself once, and says where", async () => {
  const tree = await treeOf({
    type: "object",
    properties: {
      name: { type: "string" },
      children: { type: "array", items: { $ref: "#" } },
    },
  });
  expect(lines(tree)).toEqual([
    "/name | string",
    "/children | array of object",
    "/children/* | object | same as ",
  ]);
});

test("shows the keywords beside a reference to an enclosing schema", async () => {
  const tree = await treeOf({
    type: "object",
    properties: {
      name: { type: "string" },
      parent: { allOf: [{ $ref: "#" }, { properties: { role: { type: "string" } }, required: ["role"] }] },
    },
  });
  expect(lines(tree)).toEqual([
    "/name | string",
    "/parent | object | same as ",
    "/parent/role | string | required",
  ]);
});

test("shows alternatives and conditions as places of their own", async () => {
  const tree = await treeOf({
    oneOf: [{ title: "Card", type: "object", properties: { pan: { type: "string" } } }, { type: "null" }],
    if: { properties: { a: { const: 1 } } },
    then: { required: ["b"] },
    not: { required: ["c"] },
    dependentSchemas: { d: { required: ["e"] } },
  });
  expect([...payloadPlaces(tree)].map(({ label }) => label)).toEqual([
    "message",
    "exactly one of 2: alternative 1, Card",
    "pan",
    "exactly one of 2: alternative 2",
    "must not match",
    "c",
    "if it matches",
    "a",
    "then it must match",
    "b",
    "if d is present, it must match",
    "e",
  ]);
});

test("every path of a tree is there once", async () => {
  const tree = await treeOf({
    properties: { "*": true, "any other": true, names: true, "a/b": true, "a~1b": true },
    additionalProperties: { type: "string" },
    propertyNames: { minLength: 1 },
    items: { type: "string" },
    anyOf: [{ oneOf: [true, { type: "null" }] }, { oneOf: [true, { type: "string" }] }],
    allOf: [{ oneOf: [{ minLength: 1 }, { maxLength: 0 }] }],
  });
  const paths = [...payloadPlaces(tree)].map(({ path }) => path);
  expect(paths).toEqual([...new Set(paths)]);
});

test("a tree of more places than can be shown says where it is cut", async () => {
  const many = (depth: number): unknown =>
    depth === 0
      ? { type: "string" }
      : {
          type: "object",
          properties: Object.fromEntries([..."abcdefghij"].map((name) => [name, many(depth - 1)])),
        };
  const tree = await treeOf(many(4));
  const places = [...payloadPlaces(tree)];
  expect(places.length).toBeGreaterThan(1_000);
  expect(places.length).toBeLessThanOrEqual(2_000);
  expect(places.filter(({ more }) => more !== undefined)[0]?.more).toEqual({
    places: 10,
    file: "ev/v1.json",
  });
});

test("a value for which nothing is valid says so", async () => {
  const tree = await treeOf({ properties: { a: false, b: { type: "string", allOf: [{ type: "number" }] } } });
  expect(lines(tree)).toEqual(["/a | no value is valid", "/b | no value is valid"]);
});

test("a name with white space that would not be seen is in quotes", async () => {
  const tree = await treeOf({ properties: { " a": {}, "": {}, "b c": {}, "d\t": {} }, required: [" e"] });
  const [, ...places] = payloadPlaces(tree);
  expect(places.map(({ label }) => label)).toEqual(['" a"', '""', "b c", '"d\\t"', '" e"']);
});
