// @module-tag long
import { describe, expect, test } from "vitest";
import { drafts, type Group, readSuite, suiteFolder } from "../support/json-schema-test-suite.js";
import { load } from "../support/load.js";
import { formsOf } from "../support/validate.js";

/** What rabbitgen refuses to compile, on purpose; each refusal is an error with a place, never a wrong validator. */
const refusals: Readonly<Record<string, RegExp>> = {
  "property-proto": /Javascript object property names/,
  "ref-dynamic": /dynamic|recursive/i,
  "ref-remote": /metaschema|remote ref, containing refs itself|different (?:URN )?\$id/,
  "schema-dialect": /metaschema|vocabulary/,
};

describe.skipIf(suiteFolder === undefined)(
  "the official JSON-Schema-Test-Suite",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(drafts)("%s: validators agree with every test", async (draft) => {
      const { groups, remotes } = readSuite(draft);
      const outcome = { agreed: 0, wrong: [] as string[], refused: [] as string[], loose: [] as string[] };
      for (const group of groups) await tryGroup(group, remotes, outcome);
      console.log(`${draft}: ${outcome.agreed} agreed, ${outcome.refused.length} schemas refused on purpose`);
      expect(outcome.wrong).toEqual([]);
      expect(outcome.loose).toEqual([]);
      expect(outcome.agreed).toBeGreaterThan(550);
      expect(outcome.refused.length).toBeLessThan(25);
    });
  },
);

async function tryGroup(
  { name, schema, tests, description }: Group,
  remotes: Readonly<Record<string, unknown>>,
  outcome: { agreed: number; wrong: string[]; refused: string[]; loose: string[] },
): Promise<void> {
  const { contract, findings } = await load({ ...remotes, "event/v1.json": JSON.stringify(schema) });
  if (!contract) {
    const errors = findings.filter(({ severity }) => severity === "error");
    const expected = errors.every(({ rule, message }) => refusals[rule]?.test(`${description} ${message}`));
    (expected ? outcome.refused : outcome.wrong).push(`${name}: ${JSON.stringify(errors)}`);
    return;
  }
  const { read, write } = formsOf(contract);
  for (const { data, valid, description: what } of tests) {
    if (read(data) === valid) outcome.agreed += 1;
    else outcome.wrong.push(`${name}: ${what}`);
    if (write(data) && !valid)
      outcome.loose.push(`${name}: ${what}: the writer's form accepts what is invalid`);
  }
}
