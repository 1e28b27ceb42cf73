// `npm run bench:compare`: after the tests of the engine, which print what was right, unknown and wrong, how long a
// comparison takes, with a finding for each difference, both directions, verified by ajv. Validators of what versions
// have in common are kept between comparisons, as in a review of many files. Imports the built package. The Eiffel pairs are left out, and that is said, where they do not lie beside the repository.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompareOptions, CountedComparison } from "../src/compat/compare.js";
import type { Json } from "../src/json/json.js";
import { median } from "./measure.js";

type Compare = (before: Json, after: Json, options?: CompareOptions) => Promise<CountedComparison>;

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { compareCounted } = (await import(join(repository, "dist", "src", "compat", "compare.js"))) as {
  compareCounted: Compare;
};

/** What one comparison takes; loading included. The steps are the same on every machine. */
interface Taken {
  readonly ms: number;
  readonly steps: number;
}

async function measure(before: Json, after: Json, options: CompareOptions = {}): Promise<Taken> {
  const start = performance.now();
  const { steps } = await compareCounted(before, after, options);
  return { ms: performance.now() - start, steps };
}

function shown(taken: readonly Taken[]): string {
  const steps = Math.round(median(taken.map((each) => each.steps)));
  return `${median(taken.map(({ ms }) => ms)).toFixed(1)} ms, ${steps} steps`;
}

/** The median of several comparisons; no schema comes twice. */
async function typical(pair: (round: number) => readonly [Json, Json]): Promise<string> {
  const taken: Taken[] = [];
  for (let round = 0; round < 9; round += 1) taken.push(await measure(...pair(round)));
  return shown(taken);
}

/** An object with the given number of properties; one of them has `limit`, the only difference. */
function wide(properties: number, limit: number): Json {
  const names = Array.from({ length: properties }, (_, index) => `property${index}`);
  const schemaOf = (index: number): Json =>
    index === 5 ? { type: "string", maxLength: limit } : { type: ["string", "null"], minLength: index % 7 };
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name, index) => [name, schemaOf(index)])),
    required: names.slice(0, Math.ceil(properties / 2)),
  };
}

/** Definitions that each lead to the next two, and the last ones back to the first. */
function recursive(definitions: number, type: string, least: number): Json {
  const name = (index: number): string => `#/$defs/d${index % definitions}`;
  const one = (index: number): Json => ({
    type: "object",
    properties: {
      value: { type: index === definitions - 1 ? type : "string", minLength: least },
      left: { $ref: name(index + 1) },
      right: { type: "array", items: { $ref: name(index + 2) } },
    },
    required: ["value"],
  });
  const all = Array.from({ length: definitions }, (_, index) => [`d${index}`, one(index)] as const);
  return { $ref: "#/$defs/d0", $defs: Object.fromEntries(all) };
}

const eiffel = join(repository, "..", "shared", "data", "eiffel");
if (existsSync(eiffel)) {
  const read = (path: string): Json => JSON.parse(readFileSync(join(eiffel, path), "utf8")) as Json;
  const pairs = read("pairs.json") as unknown as readonly {
    old: string;
    new: string;
    ignore: readonly string[];
  }[];
  const taken: Taken[] = [];
  for (const round of [0, 1, 2]) {
    for (const pair of pairs) {
      const one = await measure(read(pair.old), read(pair.new), { ignore: pair.ignore });
      if (round > 0) taken.push(one);
    }
  }
  const times = taken.map(({ ms }) => ms).sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  console.log(`Eiffel, ${pairs.length} pairs: median ${shown(taken)}, 99th percentile ${p99.toFixed(1)} ms`);
} else console.log("Eiffel: left out, it does not lie beside the repository");
for (const properties of [10, 100, 300, 1_000]) {
  const pair = (round: number): readonly [Json, Json] => [
    wide(properties, 20 + 2 * round),
    wide(properties, 19 + 2 * round),
  ];
  console.log(`${properties} properties: ${await typical(pair)}`);
}
const loop = (round: number): readonly [Json, Json] => [
  recursive(20, "string", round),
  recursive(20, "integer", round),
];
console.log(`20 recursive definitions: ${await typical(loop)}`);
