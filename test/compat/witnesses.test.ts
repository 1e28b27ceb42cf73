// @module-tag long
import { describe, expect, test } from "vitest";
import { type Answer, compare } from "../../src/compat/compare.js";
import { shortenWitness } from "../../src/compat/prove/shorten-witness.js";
import type { Json } from "../../src/json/json.js";

const text: Json = { type: "string" };
const object = (
  properties: Record<string, Json>,
  required: readonly string[] = [],
): Record<string, Json> => ({
  type: "object",
  properties,
  required,
});
const many = (count: number): readonly number[] => [...Array(count).keys()];
const shown = (answer: Answer | undefined): readonly unknown[] => [answer?.witness, answer?.reason];

/** Rules that combine two others, and a leaf, which comes last. */
const rules = (leaf: Json, more: Record<string, Json> = {}): Json => ({
  $ref: "#/$defs/rule",
  $defs: {
    rule: {
      oneOf: [
        ...["and", "or"].map((kind) => ({
          ...object(
            { kind: { const: kind }, left: { $ref: "#/$defs/rule" }, right: { $ref: "#/$defs/rule" } },
            ["kind", "left", "right"],
          ),
          ...more,
        })),
        object({ kind: { const: "leaf" }, value: leaf }, ["kind", "value"]),
      ],
    },
  },
});

test("a witness of a recursive schema is only as deep as needed", async () => {
  const { backward } = await compare(rules(text), rules({ type: "integer" }));
  expect(shown(backward)).toEqual([{ kind: "leaf", value: "text" }, "/value must be integer"]);
});

test("shortening keeps what is a witness, and takes what is inside as long as that is one", () => {
  const hasB = (value: Json): boolean => JSON.stringify(value).includes('"b"');
  expect(shortenWitness({ a: { a: { a: { b: 1 } }, c: [{ b: 2 }] } }, hasB)).toEqual({ b: 1 });
  const deep = { a: { a: { a: {} } } };
  expect(shortenWitness(deep, (value) => value === deep)).toBe(deep);
});

describe("of a failing union only the alternative that was meant is named", () => {
  const alternatives = (type: string): Json => ({
    oneOf: many(60).map((index) => object({ kind: { const: `k${index}` }, a: { type } }, ["kind", "a"])),
  });
  test("by its discriminator", async () => {
    const { backward } = await compare(alternatives("string"), alternatives("integer"));
    expect(backward?.reason).toBe("/a must be integer");
    const one = (type: string): Json => {
      const { oneOf } = alternatives("string") as { readonly oneOf: readonly Json[] };
      return {
        oneOf: [...oneOf.slice(0, 59), object({ kind: { const: "k59" }, a: { type } }, ["kind", "a"])],
      };
    };
    expect(shown((await compare(one("string"), one("integer"))).backward)).toEqual([
      { kind: "k59", a: "text" },
      "/a must be integer",
    ]);
  });
  test("by the item of a tuple, and by a property inside", async () => {
    const tuples = (type: string): Json => ({
      anyOf: ["a", "b", "c"].map((kind) => ({
        type: "array",
        prefixItems: [{ const: kind }, kind === "b" ? { type } : text],
        minItems: 2,
        items: false,
      })),
    });
    expect(shown((await compare(tuples("string"), tuples("integer"))).backward)).toEqual([
      ["b", "text"],
      "/1 must be integer",
    ]);
    const nested = (type: string): Json =>
      object(
        {
          event: {
            oneOf: ["a", "b", "c"].map((kind) =>
              object({ kind: { const: kind }, data: object({ v: kind === "c" ? { type } : text }, ["v"]) }, [
                "kind",
                "data",
              ]),
            ),
          },
        },
        ["event"],
      );
    expect((await compare(nested("string"), nested("integer"))).backward?.reason).toBe(
      "/event/data/v must be integer",
    );
  });
  test("by its type where it has no discriminator", async () => {
    const union = (most: number): Json => ({
      anyOf: [{ type: "integer" }, { type: "string", maxLength: most }],
    });
    expect(shown((await compare(union(2), union(1))).backward)).toEqual([
      expect.stringMatching(/^..$/),
      "the message must have at most 1 characters",
    ]);
  });
});

test("a message that several changes break is shown with what this one breaks", async () => {
  const before = object({ a: text, b: text }, ["a"]);
  const after = object({ a: { type: "integer" }, b: text }, ["a", "b"]);
  const { changes } = await compare(before, after);
  expect(changes.map(({ title, backward }) => [title, backward?.reason])).toEqual([
    ['property "b" became required', 'the message must have property "b"'],
    ["type changed from string to integer", "/a must be integer"],
  ]);
});

test("an example of one text is not taken for another one", async () => {
  const before = object({ secret: { type: "string", examples: ["/example/secrets.txt"] }, name: text }, [
    "name",
  ]);
  const after = object({ secret: text, name: { type: "integer" } }, ["name"]);
  expect((await compare(before, after)).backward?.witness).toEqual({ name: "text" });
});

describe("a rename is claimed only with evidence", () => {
  const titles = async (
    before: Record<string, Json>,
    after: Record<string, Json>,
  ): Promise<readonly string[]> =>
    (await compare(object(before), object(after))).changes.map(({ title }) => title);
  test("a name of which a word is kept, or a schema that says more than its type", async () => {
    const both = { x: { type: "boolean" } };
    expect(
      await titles({ method: text, ...both }, { paymentMethod: text, z: { type: "integer" }, ...both }),
    ).toEqual(['property "method" removed, perhaps renamed to "paymentMethod"', 'property "z" added']);
    const code = { type: "string", pattern: "^[A-Z]{3}$" };
    expect(await titles({ a: code, y: { type: "null" } }, { b: code })).toEqual([
      'property "a" removed, perhaps renamed to "b"',
      'property "y" removed',
    ]);
  });
  test("not one text among others", async () => {
    expect(
      await titles({ street: text, count: { type: "integer" } }, { note: text, done: { type: "boolean" } }),
    ).toEqual([
      'property "note" added',
      'property "done" added',
      'property "street" removed',
      'property "count" removed',
    ]);
  });
});

test("a change of a definition that is reached by several names is reported once", async () => {
  const schema = (type: string): Json => ({
    $ref: "#/$defs/alias0",
    $defs: {
      ...Object.fromEntries(many(20).map((index) => [`alias${index}`, { $ref: "#/$defs/node" }])),
      node: object({
        v: { type },
        ...Object.fromEntries(
          many(20).map((index) => [
            `next${index}`,
            { $ref: `#/$defs/${index % 2 === 0 ? `alias${index}` : "node"}` },
          ]),
        ),
      }),
    },
  });
  const swapped = JSON.parse(JSON.stringify(schema("integer")).replaceAll("alias1", "other1")) as Json;
  const { changes } = await compare(schema("string"), swapped);
  expect(changes.map(({ title }) => title)).toEqual(["type changed from string to integer"]);
});
