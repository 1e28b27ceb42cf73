// @module-tag long
import fc from "fast-check";
import { expect, test } from "vitest";
import { OneSided } from "../../../src/compat/diff/one-sided.js";
import { Questions } from "../../../src/compat/questions.js";
import { type LoadedSchema, loadSchema } from "../../../src/contract/load-schema.js";
import type { Json } from "../../../src/json/json.js";
import { applicators } from "../pairs/applicators.js";
import { arrays } from "../pairs/arrays.js";
import { conditions } from "../pairs/conditions.js";
import { contains } from "../pairs/contains.js";
import { furtherProperties } from "../pairs/further-properties.js";
import { numbers } from "../pairs/numbers.js";
import { objects } from "../pairs/objects.js";
import { references } from "../pairs/references.js";
import { severalChanges } from "../pairs/several-changes.js";
import { strings } from "../pairs/strings.js";
import { typesAndValues } from "../pairs/types-and-values.js";
import { unevaluated } from "../pairs/unevaluated.js";
import { schemas } from "../prove/schemas.js";

async function load(path: string, value: unknown): Promise<LoadedSchema | undefined> {
  return (await loadSchema(new Map([[path, JSON.stringify(value)]]), path)).schema;
}

/** Asks the engine about each change that is said to be one-sided; gives how many there were. */
async function count(old: unknown, now: unknown): Promise<number> {
  const [before, after] = [await load("old.json", old), await load("new.json", now)];
  if (before === undefined || after === undefined) return 0;
  const sided = new OneSided(before, after);
  const questions = new Questions({});
  let found = 0;
  for (const change of questions.changes(before, after).changes) {
    const effect = sided.effectOf(change);
    if (effect === undefined) continue;
    found += 1;
    const direction = effect === "widens" ? "backward" : "forward";
    const [writer, reader] = direction === "backward" ? [before, after] : [after, before];
    const forms = questions.forms(writer, reader);
    if ("verdict" in forms) continue;
    const judged = questions.because(change, direction, [writer, reader], forms);
    const said = `${change.title} ${effect}: ${JSON.stringify({ old, now, judged })}`;
    expect(judged.verdict, said).not.toBe("refuted");
  }
  return found;
}

const pairs = [
  applicators,
  arrays,
  conditions,
  contains,
  furtherProperties,
  numbers,
  objects,
  references,
  severalChanges,
  strings,
  typesAndValues,
  unevaluated,
].flat();

test("of the pairs that were written by hand, the engine breaks no change that is said to be harmless", async () => {
  let found = 0;
  for (const { old, new: now } of pairs) found += (await count(old, now)) + (await count(now, old));
  expect(found).toBeGreaterThan(200);
});

test("nor does it of random schemas that differ in some keywords, alone and inside others", async () => {
  let found = 0;
  const around = fc.constantFrom<(schema: unknown) => unknown>(
    (schema) => schema,
    (schema) => ({ type: "object", properties: { a: schema, b: { type: "string" } }, required: ["a"] }),
    (schema) => ({ type: "object", properties: { a: schema }, additionalProperties: false }),
    (schema) => ({ type: "array", items: schema, contains: schema }),
    (schema) => ({ allOf: [schema, { anyOf: [schema, { type: "null" }] }] }),
    (schema) => ({ not: schema }),
    (schema) => ({ oneOf: [schema, { type: "string" }] }),
    (schema) => ({ if: schema, else: { type: "object" } }),
    (schema) => ({ contains: schema, maxContains: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(schemas, schemas, around, fc.nat(), async (one, other, wrap, pick) => {
      if (typeof one !== "object" || typeof other !== "object") return;
      const entries = Object.entries(other as Record<string, Json>);
      const added = entries.length === 0 ? [] : [entries[pick % entries.length] as [string, Json]];
      const kept = Object.entries(one as Record<string, Json>).filter((_, index) => index !== pick % 5);
      found += await count(wrap(one), wrap(Object.fromEntries([...kept, ...added])));
    }),
    { numRuns: 2_000, seed: 1 },
  );
  expect(found).toBeGreaterThan(150);
});

test.each<readonly [string, Json, Json]>([
  ["oneOf", { oneOf: [{ enum: [1] }, { enum: [2] }] }, { oneOf: [{ enum: [1, 2] }, { enum: [2] }] }],
  [
    "maxContains",
    { contains: { enum: [1] }, maxContains: 1 },
    { contains: { enum: [1, 2] }, maxContains: 1 },
  ],
  [
    "unevaluatedProperties",
    { anyOf: [{ properties: { a: { enum: [1] } }, required: ["a"] }, true], unevaluatedProperties: false },
    { anyOf: [{ properties: { a: { enum: [1] } } }, true], unevaluatedProperties: false },
  ],
  [
    "an object that takes undeclared properties",
    { type: "object", properties: { b: true } },
    { type: "object", properties: { b: true, a: { type: "string" } } },
  ],
  [
    "properties with patterns",
    { patternProperties: { "^a": true }, properties: { b: true }, additionalProperties: false },
    {
      patternProperties: { "^a": true },
      properties: { b: true, a: { type: "string" } },
      additionalProperties: false,
    },
  ],
])("nothing is said of a change inside of %s", async (_, old, now) => {
  expect(await count(old, now)).toBe(0);
});

test("a keyword that turns a schema around counts only where the compared schemas lead to it", async () => {
  const load = async (path: string, value: Json): Promise<LoadedSchema> => {
    const files = new Map([
      [path, JSON.stringify(value)],
      ["other.json", JSON.stringify({ not: { type: "string" } })],
    ]);
    const { schema } = await loadSchema(files, path);
    const { schema: other } = await loadSchema(files, "other.json");
    if (schema === undefined || other === undefined) throw new Error("not loaded");
    return { ...schema, definitions: new Map([...schema.definitions, ...other.definitions]) };
  };
  const effects = async (more: Json): Promise<readonly unknown[]> => {
    const before = await load("old.json", { properties: { a: { enum: [1] }, b: more } });
    const after = await load("new.json", { properties: { a: { enum: [1, 2] }, b: more } });
    const sided = new OneSided(before, after);
    return new Questions({}).changes(before, after).changes.map((change) => sided.effectOf(change));
  };
  expect(await effects(true)).toEqual(["widens"]);
  expect(await effects({ $ref: "other.json" })).toEqual([undefined]);
});
