// @module-tag long
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import { readFolder } from "../../src/files/read-folder.js";
import type { JsonObject } from "../../src/json/json.js";
import { valueAt } from "../../src/json/pointer.js";
import { invalidEvents, sampleEvents } from "../../src/samples/index.js";
import { freshValidator } from "../support/fresh-validator.js";
import { sharedData } from "../support/repository.js";
import { shareOf } from "./share.js";

const eiffel = sharedData("eiffel");

const { contract } =
  eiffel === undefined
    ? { contract: undefined }
    : await loadContract(withoutExamples(readFolder(join(eiffel, "events")).files));
const versions = (contract?.events ?? []).flatMap((event) => event.versions);

describe.skipIf(eiffel === undefined)(
  "samples of the Eiffel protocol's events",
  { tags: "real-world-data" },
  () => {
    test("are valid, 100 of each version, and none is there twice", () => {
      let count = 0;
      // the newest ones are the largest
      const tested = shareOf([...versions].reverse(), 8);
      for (const version of tested) {
        const validate = freshValidator(version.source.value);
        const made = sampleEvents(version, contract ?? { definitions: new Map() }, { count: 100 });
        if (made.kind !== "samples") throw new Error(`${version.source.path}: ${made.why}`);
        const wrong = made.samples.filter((sample) => !validate(sample));
        expect(wrong, version.source.path).toEqual([]);
        expect(new Set(made.samples.map((sample) => JSON.stringify(sample))).size).toBe(100);
        count += made.samples.length;
      }
      console.log(`Eiffel: ${count} samples of ${tested.length} versions are valid`);
      expect(versions).toHaveLength(222);
      expect(count).toBe(100 * tested.length);
    }, 3_600_000);

    test("have every optional property in the first one", () => {
      const version = versions.find(({ source }) => source.path.startsWith("EiffelArtifactCreatedEvent/"));
      if (version === undefined || contract === undefined) throw new Error("no such event");
      const made = sampleEvents(version, contract);
      const [first] = made.kind === "samples" ? made.samples : [];
      const declared = valueAt(version.source.value, "/properties/data/properties");
      expect(Object.keys((first as { data: JsonObject }).data)).toEqual(Object.keys(declared as JsonObject));
    });

    test("break each keyword that can be broken alone", () => {
      const counts = { broken: 0, unbroken: 0 };
      const newest = (contract?.events ?? []).flatMap((event) => event.versions.at(-1) ?? []);
      for (const version of shareOf(newest, 8)) {
        const validate = freshValidator(version.source.value);
        const made = invalidEvents(version, contract ?? { definitions: new Map() });
        if (made.kind !== "samples") throw new Error(`${version.source.path}: ${made.why}`);
        expect(
          made.samples.filter(({ event }) => validate(event)),
          version.source.path,
        ).toEqual([]);
        counts.broken += made.samples.length;
        counts.unbroken += made.unbroken.length;
      }
      console.log(`Eiffel: ${counts.broken} keywords broken, ${counts.unbroken} cannot be broken alone`);
      expect(counts.broken).toBeGreaterThan(40 * shareOf(newest, 8).length);
      expect(counts.unbroken).toBeLessThan(counts.broken / 10);
    }, 3_600_000);
  },
);

/** Its own examples would come first; this test is about the generated ones. */
function withoutExamples(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path]) => !path.includes("/examples/")));
}
