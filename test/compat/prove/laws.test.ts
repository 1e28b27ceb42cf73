// @module-tag long
import fc from "fast-check";
import { expect, test } from "vitest";
import { isValid } from "../../../src/compat/prove/evaluate.js";
import { NodeTable } from "../../../src/compat/prove/node-table.js";
import type { Bundle } from "../../../src/contract/bundle.js";
import type { Json } from "../../../src/json/json.js";
import { formsOf } from "../../support/validate.js";
import { loadSchema } from "./bundles.js";
import { type Containment, contains } from "./contains.js";
import { instances, schemas } from "./schemas.js";

/** `RABBITGEN_PROPERTY_RUNS` for more, `RABBITGEN_PROPERTY_SEED` for others; CI has the same ones each time. */
const numRuns = Number(process.env["RABBITGEN_PROPERTY_RUNS"] ?? 400);
const seed = Number(process.env["RABBITGEN_PROPERTY_SEED"] ?? 1);
const many = fc.array(instances, { minLength: 30, maxLength: 30 }) as fc.Arbitrary<Json[]>;

/** Runs a property over schemas that rabbitgen takes. */
async function hold(
  count: number,
  law: (bundles: readonly Bundle[], values: readonly Json[], written: readonly unknown[]) => Promise<void>,
): Promise<void> {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(...Array.from({ length: count }, () => schemas)), many, async (all, values) => {
      const loaded = await Promise.all(all.map((schema) => loadSchema(schema)));
      const bundles = loaded.flatMap((each) => (each ? [each.bundle] : []));
      if (bundles.length < count) return;
      tried += 1;
      await law(bundles, values, all);
    }),
    { numRuns, seed },
  );
  expect(tried).toBeGreaterThan(numRuns / 2);
}

async function combined(schema: unknown): Promise<Bundle | undefined> {
  return (await loadSchema(schema))?.bundle;
}

function takes(bundle: Bundle): (value: Json) => boolean {
  const node = new NodeTable().add(bundle);
  return (value) => isValid(node, value);
}

/** Not the opposite; unknown is allowed, and counted elsewhere. */
function expectNot(kind: Containment["kind"], answer: Containment | undefined): void {
  expect(answer?.kind, JSON.stringify(answer)).not.toBe(kind);
}

const [everything, nothing]: readonly Bundle[] = [true, false].map((schema) => ({
  root: "#",
  definitions: new Map([["#", schema]]),
}));

test("proved is never contradicted by an instance, and a witness is what ajv says, too", async () => {
  const counts = { proved: 0, refuted: 0, unknown: 0 };
  await fc.assert(
    fc.asyncProperty(schemas, schemas, many, async (left, right, values) => {
      const [narrower, wider] = [await loadSchema(left), await loadSchema(right)];
      if (!narrower || !wider) return;
      const answer = contains(wider.bundle, narrower.bundle);
      counts[answer.kind] += 1;
      const [inside, outside] = [takes(narrower.bundle), takes(wider.bundle)];
      const counterexample = values.find((value) => inside(value) && !outside(value));
      if (counterexample !== undefined) expectNot("proved", answer);
      if (answer.kind !== "refuted") return;
      expect(formsOf(narrower.contract).read(answer.witness), "valid under the narrower").toBe(true);
      expect(formsOf(wider.contract).read(answer.witness), "invalid under the wider").toBe(false);
    }),
    { numRuns, seed },
  );
  console.log(`pairs of random schemas: ${JSON.stringify(counts)}`);
  expect(counts.proved).toBeGreaterThan(numRuns / 10);
  expect(counts.refuted).toBeGreaterThan(numRuns / 10);
  expect(counts.unknown).toBeLessThan(numRuns / 50);
}, 300_000);

test("the exact evaluator agrees with ajv", async () => {
  await fc.assert(
    fc.asyncProperty(schemas, many, async (schema, values) => {
      const loaded = await loadSchema(schema);
      if (!loaded) return;
      const { read } = formsOf(loaded.contract);
      expect(values.map(takes(loaded.bundle))).toEqual(values.map(read));
    }),
    { numRuns, seed },
  );
}, 300_000);

test("everything contains itself, true contains all, all contain false", async () => {
  await hold(1, async ([schema]) => {
    if (!schema || !everything || !nothing) throw new Error("one schema");
    expect(contains(schema, schema).kind).toBe("proved");
    expect(contains(everything, schema).kind).toBe("proved");
    expect(contains(schema, nothing).kind).toBe("proved");
  });
}, 300_000);

test("allOf narrows and anyOf widens", async () => {
  await hold(2, async ([left], _, schemasAsWritten) => {
    const narrowed = await combined({ allOf: schemasAsWritten });
    const widened = await combined({ anyOf: schemasAsWritten });
    if (!left || !narrowed || !widened) return;
    expectNot("refuted", contains(left, narrowed));
    expectNot("refuted", contains(widened, left));
  });
}, 300_000);

test("what is proved of two steps is not refuted of both", async () => {
  await hold(3, async ([first, second, third]) => {
    if (!first || !second || !third) throw new Error("three schemas");
    if (contains(second, first).kind !== "proved" || contains(third, second).kind !== "proved") return;
    expectNot("refuted", contains(third, first));
  });
}, 300_000);

test("names of definitions, the order of keywords and a lone allOf change nothing", async () => {
  await hold(2, async ([left, right], _, [schema]) => {
    if (!left || !right) throw new Error("two schemas");
    const spellings = [
      { $ref: "#/$defs/one", $defs: { one: schema } },
      { $ref: "#/$defs/two", $defs: { unused: true, two: schema } },
      { allOf: [schema] },
      reversed(schema),
    ];
    const plain = [contains(right, left).kind, contains(left, right).kind];
    for (const spelling of spellings) {
      const same = await combined(spelling);
      if (same === undefined) continue;
      expect([contains(right, same).kind, contains(same, right).kind], JSON.stringify(spelling)).toEqual(
        plain,
      );
      expect(contains(left, same).kind).toBe("proved");
      expect(contains(same, left).kind).toBe("proved");
    }
  });
}, 300_000);

/** The same schema with its keywords and names the other way round. */
function reversed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(reversed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, reversed(value)] as const);
  return Object.fromEntries(entries.reverse());
}
