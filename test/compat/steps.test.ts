// @module-tag long
import { expect, test } from "vitest";
import { compareCounted } from "../../src/compat/compare.js";
import type { Json } from "../../src/json/json.js";

type Members = Record<string, Json>;

const many = (count: number): readonly number[] => [...Array(count).keys()];
const text: Json = { type: "string" };
const ref = (name: string): Json => ({ $ref: `#/$defs/${name}` });
const object = (properties: Members, required: readonly string[] = []): Members => ({
  type: "object",
  properties,
  required,
});
/** A root among definitions. */
const defined = (root: string, definitions: Members): Json => ({
  $ref: `#/$defs/${root}`,
  $defs: definitions,
});

/** Rules that combine two others, and a leaf; one of the kinds has more properties. */
const rules = (kinds: number, more: Members = {}, keyword = "oneOf", leaf: Json = text): Json =>
  defined("rule", {
    rule: {
      [keyword]: [
        ...many(kinds).map((index) =>
          object(
            {
              kind: { const: `k${index}` },
              left: ref("rule"),
              right: ref("rule"),
              ...(index === 1 ? more : {}),
            },
            ["kind", "left", "right"],
          ),
        ),
        object({ kind: { const: "leaf" }, value: leaf }, ["kind", "value"]),
      ],
    },
  });

/** Expressions and statements, each of which holds the other. */
const syntax = (more: Members = {}): Json =>
  defined("statement", {
    expression: {
      oneOf: [
        ...["add", "call", "index"].map((type) =>
          object(
            { type: { const: type }, of: ref("expression"), by: { type: "array", items: ref("expression") } },
            ["type"],
          ),
        ),
        object({ type: { const: "lambda" }, body: { type: "array", items: ref("statement") }, ...more }, [
          "type",
        ]),
        object({ type: { const: "literal" }, value: { type: ["string", "number"] } }, ["type", "value"]),
      ],
    },
    statement: {
      oneOf: [
        object({ type: { const: "do" }, what: ref("expression") }, ["type", "what"]),
        object(
          {
            type: { const: "if" },
            condition: ref("expression"),
            then: { type: "array", items: ref("statement") },
          },
          ["type", "condition"],
        ),
      ],
    },
  });

/** As Avro's schemas: a name, a list of alternatives, or an object of a kind, whose parts are such again. */
const types = (more: Members = {}): Json =>
  defined("type", {
    primitive: { type: "string", enum: ["null", "boolean", "int", "string"] },
    named: { type: "string", pattern: "^[A-Z][a-z]*(\\.[A-Z][a-z]*)*$", not: ref("primitive") },
    wrapped: object({ type: ref("primitive") }, ["type"]),
    union: { type: "array", items: ref("type"), minItems: 1 },
    field: object({ name: text, type: ref("type"), default: true }, ["name", "type"]),
    record: object(
      { type: { enum: ["record"] }, name: text, fields: { type: "array", items: ref("field") }, ...more },
      ["type", "name", "fields"],
    ),
    array: object({ type: { enum: ["array"] }, items: ref("type") }, ["type", "items"]),
    map: object({ type: { enum: ["map"] }, values: ref("type") }, ["type", "values"]),
    type: {
      oneOf: ["primitive", "wrapped", "named", "record", "array", "map", "union"].map(ref),
    },
  });

const alternatives = (count: number, more: Members, additional: Members = {}): Json => ({
  oneOf: many(count).map((index) => ({
    ...object({ kind: { const: `k${index}` }, a: text, ...(index === 77 ? more : {}) }, ["kind", "a"]),
    ...additional,
  })),
});
const singles = (type: string): Json => ({
  oneOf: many(160).map((index) => ({
    ...object({ [`p${index}`]: { type: index === 77 ? type : "string" } }, [`p${index}`]),
    additionalProperties: false,
  })),
});
const dependents = (least: number, required: boolean): Json => ({
  type: "object",
  dependentSchemas: Object.fromEntries(
    many(20).map((index) => [
      `p${index}`,
      {
        properties: { [`p${index + 1}`]: { type: "string", minLength: index === 19 ? least : 1 } },
        ...(required ? { required: [`p${index + 1}`] } : {}),
      },
    ]),
  ),
});
const patterns = (type: string): Json => ({
  type: "object",
  patternProperties: Object.fromEntries(
    ["name", "date", "id", "count", "code", "price", "unit", "flag"].map((pattern) => [
      pattern,
      { type: pattern === "count" ? type : "string" },
    ]),
  ),
});
const tuples = (keyword: string, limits: Members, more: Members = {}): Json => ({
  [keyword]: many(12).map((index) => ({
    type: "array",
    prefixItems: [{ const: `t${index}` }, object({ a: text, ...(index === 5 ? more : {}) })],
    items: false,
    ...limits,
  })),
});
const nested = (type: Json): Json => ({
  oneOf: many(40).map((index) =>
    object({ meta: object({ type: { const: `t${index}` } }, ["type"]), data: object({ a: type }) }, [
      "meta",
      "data",
    ]),
  ),
});
/** Alternatives of alternatives, as of events that have actions. */
const actions = (more: Members): Json => ({
  oneOf: many(30).map((event) => ({
    oneOf: many(3).map((action) => ({
      ...object(
        { action: { const: `a${action}` }, [`e${event}`]: object({ id: text, user: object(more) }) },
        ["action", `e${event}`],
      ),
      additionalProperties: false,
    })),
  })),
});

const note: Members = { note: text };
const closed: Members = { additionalProperties: false };

// each decided by hand; without what is seen of discriminators and recursion, none of them ends
test.each<readonly [string, Json, Json, string, string, number]>([
  ["rules, with a property more", rules(5), rules(5, note), "proved", "proved", 20_000],
  ["rules of thirty kinds", rules(30), rules(30, note), "proved", "proved", 150_000],
  ["rules by anyOf", rules(5, {}, "anyOf"), rules(5, note, "anyOf"), "proved", "proved", 20_000],
  [
    "rules of other values",
    rules(5),
    rules(5, {}, "oneOf", { type: "integer" }),
    "refuted",
    "refuted",
    30_000,
  ],
  ["expressions and statements", syntax(), syntax(note), "proved", "proved", 30_000],
  ["types of types", types(), types(note), "proved", "proved", 60_000],
  [
    "160 closed alternatives",
    alternatives(160, {}, closed),
    alternatives(160, note, closed),
    "proved",
    "refuted",
    150_000,
  ],
  ["1,000 alternatives", alternatives(1_000, {}), alternatives(1_000, note), "proved", "proved", 300_000],
  [
    "160 closed alternatives of one property each",
    singles("string"),
    singles("integer"),
    "refuted",
    "refuted",
    250_000,
  ],
  [
    "20 schemas that depend on each other's properties",
    dependents(1, true),
    dependents(2, true),
    "refuted",
    "proved",
    120_000,
  ],
  [
    "20 that allow each other's properties",
    dependents(1, false),
    dependents(2, false),
    "refuted",
    "proved",
    300_000,
  ],
  ["8 patterns that overlap", patterns("string"), patterns("integer"), "refuted", "refuted", 200_000],
  [
    "12 tuples",
    tuples("anyOf", { minItems: 2 }),
    tuples("anyOf", { minItems: 2 }, note),
    "proved",
    "proved",
    10_000,
  ],
  ["12 tuples of any length", tuples("oneOf", {}), tuples("oneOf", {}, note), "proved", "proved", 30_000],
  [
    "a discriminator that is nested",
    nested(text),
    nested({ type: "integer" }),
    "refuted",
    "refuted",
    1_000_000,
  ],
  ["alternatives of alternatives", actions({}), actions(note), "refuted", "proved", 2_500_000],
  [
    "one value more than 20,000",
    { enum: many(20_000).map((index) => `v${index}`) },
    { enum: many(20_001).map((index) => `v${index}`) },
    "proved",
    "refuted",
    1_500_000,
  ],
  [
    "one number more than 20,000",
    object({ a: { enum: many(20_000) } }, ["a"]),
    object({ a: { enum: many(20_001) } }, ["a"]),
    "proved",
    "refuted",
    1_500_000,
  ],
  [
    "one object more than 5,000",
    { enum: many(5_000).map((index) => ({ index })) },
    { enum: many(5_001).map((index) => ({ index })) },
    "proved",
    "refuted",
    600_000,
  ],
])("%s", async (_, before, after, backward, forward, most) => {
  const { comparison, steps } = await compareCounted(before, after);
  expect([comparison.backward?.verdict, comparison.forward?.verdict]).toEqual([backward, forward]);
  expect(steps).toBeLessThan(most);
});

test("a title is not a difference, however large the schema is", async () => {
  for (const schema of [rules(30), types(), alternatives(1_000, {}), dependents(1, false), actions(note)]) {
    const { comparison, steps } = await compareCounted(schema, { ...(schema as object), title: "x" });
    expect(comparison).toEqual({
      backward: { verdict: "proved" },
      forward: { verdict: "proved" },
      changes: [],
    });
    expect(steps).toBeLessThan(200_000);
  }
});

test("the number of steps is the same the second time, when patterns are known already", async () => {
  const before = object({ a: { type: "string", pattern: "^[a-f]+x{2,5}$" } });
  const after = object({ a: { type: "string", pattern: "^[a-e]+x{2,5}$" } });
  const first = await compareCounted(before, after);
  expect(await compareCounted(before, after)).toEqual(first);
});
