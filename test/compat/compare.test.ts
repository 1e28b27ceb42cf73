import { expect, test } from "vitest";
import { type CompareOptions, compare, SchemaError } from "../../src/compat/compare.js";
import type { Json } from "../../src/json/json.js";

const order = (more: Record<string, Json> = {}, required: readonly string[] = ["orderId"]): Json => ({
  type: "object",
  properties: { orderId: { type: "string" }, ...more },
  required,
});

/** What is refused is a graph of two definitions, whose second leads back to one of them. */
const recursiveNegation = (back: "A" | "B"): Json => ({
  not: { $ref: "#/$defs/A" },
  $defs: {
    A: { type: "object", required: ["b"], properties: { b: { $ref: "#/$defs/B" } } },
    B: { type: "object", required: ["v"], properties: { x: { $ref: `#/$defs/${back}` } } },
  },
});

/** The titles of the changes that break each direction. */
async function broken(
  before: Json,
  after: Json,
  options?: CompareOptions,
): Promise<{
  readonly backward: readonly string[];
  readonly forward: readonly string[];
  readonly safe: readonly string[];
}> {
  const { changes } = await compare(before, after, options);
  const breaks = (direction: "backward" | "forward") =>
    changes.filter((change) => change[direction]?.verdict === "refuted").map(({ title }) => title);
  const safe = changes.filter(
    ({ backward, forward }) => backward?.verdict !== "refuted" && forward?.verdict !== "refuted",
  );
  return { backward: breaks("backward"), forward: breaks("forward"), safe: safe.map(({ title }) => title) };
}

test.each<readonly [string, Json, Json, readonly string[], readonly string[], readonly string[]]>([
  [
    "an optional property added",
    order(),
    order({ note: { type: "string" } }),
    [],
    [],
    ['property "note" added'],
  ],
  [
    "a property required",
    order({ note: { type: "string" } }),
    order({ note: { type: "string" } }, ["note", "orderId"]),
    ['property "note" became required'],
    [],
    [],
  ],
  [
    "a property no longer required",
    order({ note: { type: "string" } }, ["note", "orderId"]),
    order({ note: { type: "string" } }),
    [],
    ['property "note" is no longer required'],
    [],
  ],
  [
    "a property added to a closed schema",
    { ...(order() as object), additionalProperties: false },
    { ...(order({ note: true }) as object), additionalProperties: false },
    [],
    ['property "note" added'],
    [],
  ],
  [
    "a type narrowed",
    order({ note: { type: ["string", "null"] } }),
    order({ note: { type: "string" } }),
    ["type changed from string or null to string"],
    [],
    [],
  ],
  [
    "an enum value added, another removed",
    order({ state: { enum: ["a", "b"] } }),
    order({ state: { enum: ["a", "c"] } }),
    ['enum value "b" removed'],
    ['enum value "c" added'],
    [],
  ],
  [
    "a bound tightened beside one that is relaxed",
    order({ count: { type: "integer", minimum: 0, maximum: 10 } }),
    order({ count: { type: "integer", minimum: 1, maximum: 20 } }),
    ["minimum changed from 0 to 1"],
    ["maximum changed from 10 to 20"],
    [],
  ],
  [
    "a change that another one hides: all old messages lack the new property",
    order({ note: { type: "string" } }),
    order({ note: { type: "string", maxLength: 3 }, at: { type: "string" } }, ["at", "orderId"]),
    ['property "at" became required', "maxLength 3 added"],
    [],
    ['property "at" added'],
  ],
  [
    "a branch of anyOf removed",
    order({ value: { anyOf: [{ type: "string" }, { type: "integer" }, { type: "null" }] } }),
    order({ value: { anyOf: [{ type: "string" }, { type: "null" }] } }),
    ["branch integer of anyOf removed"],
    [],
    [],
  ],
  [
    "a branch that is changed beside one that is added, told apart by a constant",
    {
      oneOf: [
        { properties: { kind: { const: "a" }, x: { type: "string" } }, required: ["kind"] },
        { properties: { kind: { const: "b" } }, required: ["kind"] },
      ],
    },
    {
      oneOf: [
        { properties: { kind: { const: "c" } }, required: ["kind"] },
        { properties: { kind: { const: "a" }, x: { type: "string" } }, required: ["kind", "x"] },
        { properties: { kind: { const: "b" } }, required: ["kind"] },
      ],
    },
    ['property "x" became required'],
    ['branch kind "c" of oneOf added'],
    [],
  ],
  [
    "a property named like a keyword, and one like what every object has",
    { type: "object", properties: { enum: { type: "string" }, const: { type: "string" } } },
    { type: "object", properties: { const: { type: "string" }, constructor: { type: "integer" } } },
    [],
    [],
    ['property "constructor" added', 'property "enum" removed'],
  ],
  [
    "the order of what one property demands, and a title",
    { dependentRequired: { a: ["b", "c"] } },
    { title: "the same", dependentRequired: { a: ["c", "b"] } },
    [],
    [],
    [],
  ],
  [
    "null as a value",
    order({ a: { const: null } }),
    order({ a: { const: 1 } }),
    ["const changed from null to 1"],
    ["const changed from null to 1"],
    [],
  ],
  [
    "a negation that leads back to another place of its recursion",
    recursiveNegation("A"),
    recursiveNegation("B"),
    ["not changed"],
    ["not changed"],
    [],
  ],
  [
    "a definition by another name",
    { ...(order({ a: { $ref: "#/$defs/x" } }) as object), $defs: { x: { type: "string" } } },
    { ...(order({ a: { $ref: "#/$defs/y" } }) as object), $defs: { y: { type: "string" } } },
    [],
    [],
    [],
  ],
  [
    "a definition written in place",
    { ...(order({ a: { $ref: "#/$defs/x" } }) as object), $defs: { x: { type: "string", maxLength: 3 } } },
    order({ a: { type: "string", maxLength: 4, title: "the same, and longer" } }),
    [],
    ["maxLength changed from 3 to 4"],
    [],
  ],
  [
    "a longer list of prefixItems, with a change in what both have",
    order({ pair: { prefixItems: [{ type: "string" }], items: false } }),
    order({ pair: { prefixItems: [{ type: "string", maxLength: 3 }, { type: "integer" }], items: false } }),
    ["maxLength 3 added"],
    ["number of prefixItems changed from 1 to 2"],
    [],
  ],
])("%s", async (_, before, after, backward, forward, safe) => {
  expect(await broken(before, after)).toEqual({ backward, forward, safe });
});

test("each witness fails because of its own change", async () => {
  const before = order({ state: { enum: ["a", "b"] }, count: { type: "integer" } });
  const after = order({ state: { enum: ["a"] }, count: { type: "integer", minimum: 1 } });
  const { changes } = await compare(before, after);
  expect(changes.map(({ title, backward }) => [title, backward?.witness, backward?.reason])).toEqual([
    ['enum value "b" removed', { orderId: "text", state: "b" }, '/state must be one of "a"'],
    ["minimum 1 added", { orderId: "text", count: expect.any(Number) }, "/count must be at least 1"],
  ]);
});

test("locates a change in both files, by the keywords of their drafts", async () => {
  const before: Json = {
    $schema: "http://json-schema.org/draft-07/schema#",
    definitions: { list: { items: [{ type: "string" }], additionalItems: { type: "string" } } },
    properties: { list: { $ref: "#/definitions/list" } },
  };
  const after: Json = {
    $defs: { list: { prefixItems: [{ type: "string" }], items: { type: "integer" } } },
    properties: { list: { $ref: "#/$defs/list" } },
  };
  const { changes } = await compare(before, after);
  expect(changes).toMatchObject([
    {
      title: "type changed from string to integer",
      old: { file: "old.json", pointer: "/definitions/list/additionalItems/type" },
      new: { file: "new.json", pointer: "/$defs/list/items/type" },
    },
  ]);
});

test("points at a property that is called like a keyword, not at one that the keyword stands for", async () => {
  const before: Json = { properties: { enum: { type: "string" }, const: { type: "string" } } };
  const { changes } = await compare(before, { properties: { const: { type: "string" } } });
  expect(changes.map(({ old, new: now }) => [old.pointer, now.pointer])).toEqual([
    ["/properties/enum", "/properties"],
  ]);
});

test("checks only the requested mode, with the given writer, and leaves out ignored pointers", async () => {
  const before = order({ version: { const: "1" } });
  const after = order({ version: { const: "2" } });
  expect(await compare(before, after, { ignore: ["/properties/version"] })).toEqual({
    backward: { verdict: "proved" },
    forward: { verdict: "proved" },
    changes: [],
  });
  expect(Object.keys(await compare(before, after, { mode: "backward" }))).toEqual(["backward", "changes"]);
  const typed = order({ note: { type: "string" } });
  expect((await compare(order(), typed, { mode: "backward" })).backward).toEqual({ verdict: "proved" });
  expect((await compare(order(), typed, { mode: "backward", writer: "as-written" })).backward?.verdict).toBe(
    "refuted",
  );
});

test("rejects with the places where a file is not a valid schema", async () => {
  const wrong = compare({ type: "strnig" }, {});
  await expect(wrong).rejects.toThrow(SchemaError);
  await expect(wrong).rejects.toMatchObject({ findings: [{ file: "old.json", pointer: "/type" }] });
});

test("a change that leaves no value of an enum, beside one that rejects every message, is shown by a message", async () => {
  const both = (kind: string, type: string): Json => ({
    type: "object",
    properties: { kind: { enum: [kind] }, size: { type } },
    required: ["kind", "size"],
  });
  const { changes } = await compare(both("a", "string"), both("b", "integer"));
  expect(changes.map(({ title, backward, forward }) => [title, backward?.verdict, forward?.verdict])).toEqual(
    [
      ['enum value "b" added', "proved", "refuted"],
      ['enum value "a" removed', "refuted", "proved"],
      ["type changed from string to integer", "refuted", "refuted"],
    ],
  );
});
