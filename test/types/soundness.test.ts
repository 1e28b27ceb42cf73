// @module-tag long
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid } from "../../src/compat/prove/evaluate.js";
import { NodeTable } from "../../src/compat/prove/node-table.js";
import type { Contract, EventVersion } from "../../src/contract/contract.js";
import { declaredNames } from "../../src/contract/object-shape.js";
import type { Schema } from "../../src/contract/schema.js";
import type { Json } from "../../src/json/json.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { schemas, values } from "../support/arbitrary-schema.js";
import { type LawSeed, lawSeeds } from "../support/law-seeds.js";
import { load } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { typeFiles } from "../support/types.js";
import { writingAt } from "../support/writings.js";
import { typedSchemas, typedValues } from "./arbitrary-typed-schema.js";

/** Printing and compiling hundreds of modules takes most of a minute on a machine that is busy (ms). */
const timeout = 300_000;

describe.each(lawSeeds("TYPES", 300))("from seed $seed", (law) => {
  const { seed, numRuns } = law;

  test("law: whatever a publisher may send is assignable to its type, as a literal in its code", {
    timeout,
  }, async () => {
    await expectAssignable(fc.sample(schemas, law), values, law);
  });

  test("law: the same with conditions, dependent schemas and references to definitions without a type", {
    timeout,
  }, async () => {
    await expectAssignable(fc.sample(typedSchemas, law), typedValues, law);
  });

  test("law: the same below a condition that fails, where what the schemas declare does not count", {
    timeout,
  }, async () => {
    const samples = fc
      .sample(typedSchemas, { seed, numRuns: Math.ceil(numRuns / 3) })
      .map(({ $defs, ...schema }) => ({
        $defs,
        if: { not: schema },
        then: false,
      }));
    await expectAssignable(samples, typedValues, law, 1);
  });

  test("law: every member that a schema names and a message has is in the type", { timeout }, async () => {
    const candidates = fc.sample(typedValues, { seed, numRuns: 400 }) as Json[];
    const files: Record<string, string> = {};
    const uses = ["type Names<T> = T extends unknown ? keyof T : never;"];
    const seen: string[] = [];
    for (const [index, { $defs, ...rest }] of fc.sample(typedSchemas, law).entries()) {
      const schema = { type: "object", $defs, allOf: [rest] };
      const contract = await contractOf(index, schema);
      if (contract === undefined) continue;
      const { write } = exactForms(contract);
      const sent = new Set(candidates.filter(write).flatMap((value) => Object.keys(value as object)));
      const names = namesIn(contract).filter((name) => sent.has(name));
      if (names.length === 0) continue;
      Object.assign(files, Object.fromEntries(await typeFiles(contract)));
      uses.push(`import type { Case${index}V1 } from "./events/case${index}/v1.types.js";`);
      for (const name of names) {
        uses.push(`export const n${index}_${name}: Names<Case${index}V1> = ${JSON.stringify(name)};`);
      }
      seen[index] = JSON.stringify(schema);
    }
    await expectCompiling(files, uses, (index) => seen[index]);
    expect(uses.length).toBeGreaterThan(numRuns / 5);
  });
});

async function expectAssignable(
  samples: readonly unknown[],
  some: fc.Arbitrary<unknown>,
  { seed, numRuns }: LawSeed,
  least = 3,
): Promise<void> {
  const candidates = fc.sample(some, { seed, numRuns: 400 }) as Json[];
  const files: Record<string, string> = {};
  const uses: string[] = [];
  const seen: string[] = [];
  for (const [index, schema] of samples.entries()) {
    const contract = await contractOf(index, schema);
    if (contract === undefined) continue;
    const { write } = exactForms(contract);
    const accepted = candidates.filter(write).slice(0, 12);
    Object.assign(files, Object.fromEntries(await typeFiles(contract)));
    if (accepted.length > 0)
      uses.push(`import type { Case${index}V1 } from "./events/case${index}/v1.types.js";`);
    for (const [number, value] of accepted.entries()) {
      uses.push(`export const v${index}_${number}: Case${index}V1 = ${JSON.stringify(value)};`);
    }
    seen[index] = JSON.stringify(schema);
  }
  await expectCompiling(files, uses, (index) => seen[index]);
  expect(uses.length).toBeGreaterThan(numRuns * least);
}

/** A schema whose references lead round in a circle is refused, and no matter here. */
async function contractOf(index: number, schema: unknown): Promise<Contract | undefined> {
  const { contract, findings } = await load(writingAt(index)(schema, `case${index}`));
  const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  expect([[], ["ref-endless"], ["unevaluated-contains"]]).toContainEqual([...new Set(errors)]);
  return contract;
}

async function expectCompiling(
  files: Readonly<Record<string, string>>,
  uses: readonly string[],
  schemaOf: (index: number) => string | undefined,
): Promise<void> {
  const folder = tempFolder({ ...files, "uses.ts": uses.join("\n") });
  const errors = await typeCheck(folder, { isolatedDeclarations: false });
  const explained = errors.map((error) => {
    const line = uses[Number(/uses\.ts\((\d+)/.exec(error)?.[1] ?? 0) - 1] ?? "";
    return `${error}\n${line}\n${schemaOf(Number(/[vn](\d+)_/.exec(line)?.[1]))}`;
  });
  expect(explained).toEqual([]);
}

/** The names that the schemas which apply to one value declare, but for those below `not`. */
function namesIn({ events, definitions }: Contract): string[] {
  const resolve = (location: string): Schema => definitions.get(location)?.schema ?? true;
  const roots = events.flatMap(({ versions }) => versions.map(({ location }) => resolve(location)));
  return roots.flatMap((schema) => declaredNames(schema, resolve));
}

/** Both forms of a contract's only version, by the exact evaluator. */
function exactForms(contract: Contract): Record<"read" | "write", (value: Json) => boolean> {
  const [version] = contract.events.flatMap((event) => event.versions) as [EventVersion];
  const { reader, writer } = bundlesOf(version, contract);
  const table = new NodeTable();
  const [read, write] = [table.add(reader), table.add(writer ?? reader)];
  return { read: (value) => isValid(read, value), write: (value) => isValid(write, value) };
}
