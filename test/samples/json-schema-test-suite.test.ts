// @module-tag long
import { describe, expect, test } from "vitest";
import { invalidEvents, sampleEvents } from "../../src/samples/index.js";
import { loadSchema } from "../compat/prove/bundles.js";
import { drafts, readSuite, suiteFolder } from "../support/json-schema-test-suite.js";
import { formsOf } from "../support/validate.js";
import { shareOf } from "./share.js";

describe.skipIf(suiteFolder === undefined)(
  "samples of the official JSON-Schema-Test-Suite's schemas",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(drafts)(
      "%s: 100 of each schema that has a valid instance are valid; of the others it is said that there are none",
      async (draft) => {
        const { groups, remotes } = readSuite(draft);
        const counts = {
          schemas: 0,
          samples: 0,
          publishable: 0,
          unsatisfiable: 0,
          open: 0,
          broken: 0,
          unbroken: 0,
        };
        const wrong: string[] = [];
        for (const group of shareOf(groups, 5)) {
          const loaded = await loadSchema(group.schema, remotes);
          const version = loaded?.contract.events[0]?.versions[0];
          if (loaded === undefined || version === undefined) continue;
          const { contract } = loaded;
          const forms = formsOf(contract);
          const hasInstance = group.tests.some(({ valid }) => valid);
          const made = sampleEvents(version, contract, { count: 100, as: "consumer" });
          if (made.kind === "samples") {
            counts.schemas += 1;
            counts.samples += made.samples.length;
            if (made.samples.length < 100 || !made.samples.every(forms.read))
              wrong.push(`${group.name}: invalid`);
          } else if (hasInstance) wrong.push(`${group.name}: ${made.kind} ${made.why}`);
          else if (made.kind === "unsatisfiable") counts.unsatisfiable += 1;
          else wrong.push(`${group.name}: ${made.why}`);
          const published = sampleEvents(version, contract, { count: 10 });
          if (published.kind === "samples") {
            counts.publishable += 1;
            if (!published.samples.every(forms.write)) wrong.push(`${group.name}: not publishable`);
          } else if (published.kind === "unknown") counts.open += 1;
          const invalid = invalidEvents(version, contract);
          if (invalid.kind !== "samples") continue;
          counts.broken += invalid.samples.length;
          counts.unbroken += invalid.unbroken.length;
          if (invalid.samples.some(({ event }) => forms.read(event))) wrong.push(`${group.name}: valid`);
        }
        console.log(`${draft}: ${JSON.stringify(counts)}`);
        expect(wrong).toEqual([]);
        expect(counts.samples).toBe(100 * counts.schemas);
        expect(counts.schemas).toBeGreaterThan(shareOf(groups, 5).length / 2);
      },
      3_600_000,
    );
  },
);
