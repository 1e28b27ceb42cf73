// @module-tag long
import { expect, test } from "vitest";
import { compare } from "../../src/compat/compare.js";
import type { Json } from "../../src/json/json.js";

const many = (count: number): readonly number[] => [...Array(count).keys()];
const named = (count: number, one: (index: number) => Json): Json =>
  Object.fromEntries(many(count).map((index) => [`k${index}`, one(index)]));

/** Each kind of event says what it needs: a discriminator, and a condition for each of its values. */
const conditions = (more: Record<string, Json> = {}): Json => ({
  type: "object",
  properties: { kind: { enum: many(30).map((index) => `k${index}`) }, ...more },
  required: ["kind"],
  allOf: many(30).map((index) => ({
    if: { properties: { kind: { const: `k${index}` } }, required: ["kind"] },
    then: { required: ["f"], properties: { f: { type: "string" } } },
  })),
});
/** A union whose members have one property each; of the member at 3 the type is another one. */
const union = (keyword: string, isClosed: boolean, third: string): Json => ({
  [keyword]: many(25).map((index) => ({
    type: "object",
    properties: { [`k${index}`]: { type: index === 3 ? third : "string" } },
    required: [`k${index}`],
    ...(isClosed ? { additionalProperties: false } : {}),
  })),
});
const byPattern = (third: string): Json =>
  Object.fromEntries(many(20).map((index) => [`^k${index}-`, { type: index === 3 ? third : "string" }]));
const ranges = (keyword: string): Json => ({
  [keyword]: many(20).map((index) => ({ type: "integer", minimum: index * 10, maximum: index * 10 + 9 })),
});

// what is not seen early doubles the search with each alternative: thirty of them never end
test.each<readonly [string, Json, Json, string, string]>([
  ["conditions, with a title", conditions(), { ...(conditions() as object), title: "x" }, "proved", "proved"],
  [
    "conditions, with a property more",
    conditions(),
    conditions({ g: { type: "string" } }),
    "proved",
    "proved",
  ],
  [
    "a union by name of one",
    union("oneOf", true, "string"),
    union("oneOf", true, "integer"),
    "refuted",
    "refuted",
  ],
  [
    "a union by name of some",
    union("anyOf", true, "string"),
    union("anyOf", true, "integer"),
    "refuted",
    "refuted",
  ],
  ["an open union", union("oneOf", false, "string"), union("oneOf", false, "integer"), "refuted", "refuted"],
  [
    "ranges of which one holds",
    ranges("oneOf"),
    { type: "integer", minimum: 0, maximum: 199 },
    "proved",
    "proved",
  ],
  [
    "ranges of which some hold",
    ranges("anyOf"),
    { type: "integer", minimum: 0, maximum: 199 },
    "proved",
    "proved",
  ],
  [
    "names by many patterns, of which one leads elsewhere",
    { type: "object", patternProperties: byPattern("string") },
    { type: "object", patternProperties: byPattern("integer") },
    "refuted",
    "refuted",
  ],
])("%s", async (_, before, after, backward, forward) => {
  // far more than it takes, since other tests run beside this one
  const { backward: back, forward: forth } = await compare(before, after, { budgetMs: 20_000 });
  expect([back?.verdict, forth?.verdict]).toEqual([backward, forward]);
});

test("a limit that is the largest integer of a language cannot be exceeded by a message", async () => {
  const most = 2_147_483_647;
  for (const [type, keyword] of [
    ["string", "maxLength"],
    ["array", "maxItems"],
    ["object", "maxProperties"],
  ] as const) {
    const { backward } = await compare({ type }, { type, [keyword]: most });
    expect(backward, keyword).toEqual({ verdict: "proved" });
  }
  expect(
    (await compare({ type: "string" }, { type: "string", maxLength: 4_000_000 })).backward,
  ).toMatchObject({
    verdict: "unknown",
    reason: expect.stringContaining("a text of 4000001 characters would be needed"),
  });
});

test("arrays with many items are decided by one of them", async () => {
  const list = (type: string, minItems: number): Json => ({ type: "array", items: { type }, minItems });
  expect(await compare(list("integer", 9_000), list("number", 9_000))).toMatchObject({
    backward: { verdict: "proved" },
    forward: { verdict: "refuted" },
  });
});

test("a comparison ends when all its questions have had their time", async () => {
  const wide = (length: number): Json => ({
    properties: named(3_000, () => ({ type: "string", minLength: length })),
  });
  const { changes } = await compare(wide(1), wide(2), { budgetMs: 1 });
  expect(changes.at(-1)?.backward).toMatchObject({
    verdict: "unknown",
    reason: "all questions together take more than 5,000 steps",
  });
});

test("what shows that one change breaks shows it of the whole", async () => {
  const hard = (n: number): Json => ({
    allOf: many(10).map((index) => ({ contains: { const: index } })),
    minItems: n,
  });
  const before: Json = { properties: { a: hard(1), b: { type: "string" } } };
  const after: Json = { properties: { a: hard(10), b: { type: "integer" } } };
  const { backward, changes } = await compare(before, after, { budgetMs: 300 });
  expect(changes.some((change) => change.backward?.verdict === "refuted")).toBe(true);
  expect(backward?.verdict).toBe("refuted");
});

test("2,000 definitions, each a property of the one before, are compared or undecided", async () => {
  const chain = (last: Json): Json => ({
    $ref: "#/$defs/d0",
    $defs: Object.fromEntries(
      many(2_000).map((index) => [
        `d${index}`,
        index === 1_999 ? last : { type: "object", properties: { a: { $ref: `#/$defs/d${index + 1}` } } },
      ]),
    ),
  });
  const { changes, backward } = await compare(chain({ type: "string" }), chain({ type: "integer" }));
  expect(changes.map(({ title }) => title)).toEqual(["type changed from string to integer"]);
  expect(backward?.verdict).toBe("unknown");
});
