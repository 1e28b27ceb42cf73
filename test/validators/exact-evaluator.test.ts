// @module-tag long
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValid } from "../../src/compat/prove/evaluate.js";
import { NodeTable } from "../../src/compat/prove/node-table.js";
import type { Bundle } from "../../src/contract/bundle.js";
import type { Json } from "../../src/json/json.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { compileQuickly } from "../../src/validators/compile-quickly.js";
import { applicatorDocuments, applicatorValues } from "../support/arbitrary-applicators.js";
import { lawSeeds } from "../support/law-seeds.js";
import { load } from "../support/load.js";
import { printedValidators } from "../support/printed-validators.js";
import { writings } from "../support/writings.js";

const values = fc.array(applicatorValues, { minLength: 25, maxLength: 25 }) as fc.Arbitrary<Json[]>;

const someWriting = fc.constantFrom(...Object.values(writings));

type Verdict = boolean | "endless";

function verdict(decide: () => boolean): Verdict {
  try {
    return decide();
  } catch (error) {
    // a schema that applies itself to the same value for ever
    if (error instanceof RangeError) return "endless";
    throw error;
  }
}

describe.each(lawSeeds("RABBITGEN_PROPERTY", 300))("random schemas, seed $seed", ({ seed, numRuns }) => {
  test(
    "compiled validators decide as the exact evaluator does, in both forms and on both paths",
    async () => {
      const counts = { forms: 0, valid: 0, invalid: 0 };
      await fc.assert(
        fc.asyncProperty(applicatorDocuments, someWriting, values, async (schema, writing, instances) => {
          const { contract } = await load(writing(schema));
          const [version] = contract?.events[0]?.versions ?? [];
          if (contract === undefined || version === undefined) return;
          const { reader, writer } = bundlesOf(version, contract);
          const forms = new Map<string, Bundle>([
            ["read", reader],
            ...(writer ? [["write", writer] as const] : []),
          ]);
          const printed = printedValidators(forms);
          for (const [form, bundle] of forms) {
            const node = new NodeTable().add(bundle);
            const exact = instances.map((value) => verdict(() => isValid(node, value)));
            const compiled = (check: (value: unknown) => boolean): Verdict[] =>
              instances.map((value, index) =>
                exact[index] === "endless" ? "endless" : verdict(() => check(value)),
              );
            const check = printed.get(form);
            if (check === undefined) throw new Error(`${form} was not printed`);
            expect(compiled(check), `${form}, as printed`).toEqual(exact);
            expect(compiled(compileQuickly(bundle)), `${form}, compiled quickly`).toEqual(exact);
            counts.forms += 1;
            counts.valid += exact.filter((each) => each === true).length;
            counts.invalid += exact.filter((each) => each === false).length;
          }
        }),
        { numRuns, seed },
      );
      console.log(JSON.stringify(counts));
      expect(counts.forms).toBeGreaterThan(numRuns / 2);
      expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(numRuns);
    },
    Math.max(300_000, numRuns * 3_000),
  );
});
