// @module-tag long
import { describe, expect, test } from "vitest";
import type { Bundle } from "../../../src/contract/bundle.js";
import type { Schema } from "../../../src/contract/schema.js";
import { drafts, type Group, readSuite, suiteFolder } from "../../support/json-schema-test-suite.js";
import { loadSchema } from "./bundles.js";
import { type Containment, contains } from "./contains.js";

/** What was asked, and how often the answer was right, unknown or wrong. */
interface Count {
  right: number;
  unknown: number;
  readonly wrong: string[];
}

describe.skipIf(suiteFolder === undefined)(
  "the official JSON-Schema-Test-Suite as an oracle",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(drafts)("%s: every instance is decided as the suite marks it", async (draft) => {
      const { groups, remotes } = readSuite(draft);
      const count: Count = { right: 0, unknown: 0, wrong: [] };
      for (const group of groups) {
        const loaded = await loadSchema(group.schema, remotes);
        if (loaded !== undefined) ask(group, loaded.bundle, count);
      }
      console.log(`${draft}: ${count.right} right, ${count.unknown} unknown, ${count.wrong.length} wrong`);
      expect(count.wrong).toEqual([]);
      expect(count.right).toBeGreaterThan(1_500);
      expect(count.unknown).toBeLessThan(count.right / 50);
    });
  },
);

function ask({ name, tests }: Group, schema: Bundle, count: Count): void {
  const note = (question: string, wanted: Containment["kind"], answer: Containment): void => {
    if (answer.kind === wanted) count.right += 1;
    else if (answer.kind === "unknown") count.unknown += 1;
    else count.wrong.push(`${name}: ${question}: ${JSON.stringify(answer)}`);
  };
  note("itself", "proved", contains(schema, schema));
  if (tests.some(({ valid }) => valid)) note("nothing", "refuted", contains(bundle(false), schema));
  if (tests.some(({ valid }) => !valid)) note("everything", "refuted", contains(schema, bundle(true)));
  for (const { description, data, valid } of tests) {
    const only = { const: data } as Schema;
    note(`${description}, as const`, valid ? "proved" : "refuted", contains(schema, bundle(only)));
    // the same by taking both schemas apart, since nothing is listed
    note(`without ${description}`, valid ? "refuted" : "proved", contains(bundle({ not: only }), schema));
  }
}

function bundle(schema: Schema): Bundle {
  return { root: "#", definitions: new Map([["#", schema]]) };
}
