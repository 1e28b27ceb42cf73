// @module-tag long
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid } from "../../src/compat/prove/evaluate.js";
import { NodeTable } from "../../src/compat/prove/node-table.js";
import type { Json } from "../../src/json/json.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { applicatorDocuments, applicatorValues } from "../support/arbitrary-applicators.js";
import { lawSeeds } from "../support/law-seeds.js";
import { type Files, load } from "../support/load.js";
import { type Writing, writings } from "../support/writings.js";
import { typedSchemas, typedValues } from "../types/arbitrary-typed-schema.js";

const families: readonly (readonly [what: string, fc.Arbitrary<unknown>, fc.Arbitrary<unknown>])[] = [
  ["schemas with every applicator", applicatorDocuments, applicatorValues],
  ["schemas with conditions, dependent schemas and references", typedSchemas, typedValues],
];
const { json, ...others } = writings as Readonly<Record<string, Writing>> & { readonly json: Writing };

describe.each(families)("%s", (_, schemas, values) => {
  const several = fc.array(values, { minLength: 25, maxLength: 25 }) as fc.Arbitrary<Json[]>;

  test.each(lawSeeds("RABBITGEN_PROPERTY", 120))(
    "law: however a schema is written down, both forms decide the same, from seed $seed",
    async ({ seed, numRuns }) => {
      const counts = { decided: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(schemas, several, async (schema, messages) => {
          const expected = await verdicts(json(schema), messages);
          for (const [name, writing] of Object.entries(others))
            expect(await verdicts(writing(schema), messages), name).toEqual(expected);
          if (typeof expected === "string") counts.refused += 1;
          else counts.decided += 1;
        }),
        { numRuns, seed },
      );
      expect(counts.decided).toBeGreaterThan(numRuns / 2);
    },
    300_000,
  );
});

/** What both forms say of each message, or the rules that refuse the schema. */
async function verdicts(files: Files, messages: readonly Json[]): Promise<readonly string[] | string> {
  const { contract, findings } = await load(files);
  const [version] = contract?.events.flatMap((event) => event.versions) ?? [];
  if (contract === undefined || version === undefined)
    return [...new Set(findings.map(({ rule }) => rule))].sort().join(" ");
  const { reader, writer = reader } = bundlesOf(version, contract);
  const table = new NodeTable();
  const [read, write] = [table.add(reader), table.add(writer)];
  return messages.map((message) => `${isValid(read, message)} ${isValid(write, message)}`);
}
