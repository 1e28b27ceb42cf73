// @module-tag long
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/compat/compare.js";
import { isObject, type Json } from "../../src/json/json.js";
import { sharedData } from "../support/repository.js";

interface Pair {
  readonly event: string;
  readonly old: string;
  readonly new: string;
  readonly newVersion: string;
  readonly authorSaysBreaking: boolean;
  readonly ignore: readonly string[];
}

const eiffel = sharedData("eiffel");

describe.skipIf(eiffel === undefined)(
  "the versions of the Eiffel protocol",
  { tags: "real-world-data" },
  () => {
    test("what its authors call compatible is proved for consumers that ignore unknown properties", async () => {
      const counts = { compatible: 0, breaking: 0 };
      for (const pair of readPairs()) {
        const { forward } = await compare(openly(schemaAt(pair.old)), schemaAt(pair.new), {
          ignore: pair.ignore,
          mode: "forward",
        });
        if (!pair.authorSaysBreaking) {
          expect(forward, `${pair.event} ${pair.newVersion}`).toEqual({ verdict: "proved" });
          counts.compatible += 1;
        } else if (forward?.verdict === "refuted") counts.breaking += 1;
      }
      console.log(
        `compatible and proved: ${counts.compatible}; breaking, and broken for readers: ${counts.breaking}`,
      );
      expect(counts.compatible).toBeGreaterThan(100);
      expect(counts.breaking).toBeGreaterThan(20);
    });

    test("each pair is decided, and each break is explained by a difference with a message of its own", async () => {
      for (const pair of readPairs()) {
        const { ignore } = pair;
        const comparison = await compare(schemaAt(pair.old), schemaAt(pair.new), { ignore });
        for (const direction of ["backward", "forward"] as const) {
          const name = `${pair.event} ${pair.newVersion} ${direction}`;
          const overall = comparison[direction]?.verdict;
          expect(overall, name).not.toBe("unknown");
          const explaining = comparison.changes.filter((change) => change[direction]?.verdict === "refuted");
          expect(explaining.length > 0, name).toBe(overall === "refuted");
          for (const { kind, [direction]: answer } of explaining) {
            expect(kind, name).not.toBe("together");
            expect(answer?.witness, name).toBeDefined();
          }
        }
      }
    });
  },
);

function readPairs(): readonly Pair[] {
  return JSON.parse(readFileSync(join(eiffel ?? "", "pairs.json"), "utf8")) as readonly Pair[];
}

function schemaAt(path: string): Json {
  return JSON.parse(readFileSync(join(eiffel ?? "", path), "utf8")) as Json;
}

/** The schema as its authors read it: by a consumer that ignores what it does not know. */
function openly(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => openly(item as Json));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, inner]) => key !== "additionalProperties" || inner !== false,
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, openly(inner)]));
}
