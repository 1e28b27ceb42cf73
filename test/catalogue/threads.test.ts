import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { examineVersions } from "../../src/catalogue/examine-versions.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { contractOf } from "./make.js";

/** Events enough for further threads, one that nothing satisfies and one whose sample is not found. */
const files: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      [`ev${index}/v1.json`, { type: "object", properties: { a: { enum: [index] } }, required: ["a"] }],
      [
        `ev${index}/v2.json`,
        { type: "object", properties: { a: { enum: [index + 1] }, b: { type: "string" } } },
      ],
    ]).flat(),
  ),
  "empty/v1.json": { type: "object", properties: { a: false }, required: ["a"] },
  "hard/v1.json": { type: "integer", minimum: 2 ** 53, maximum: 2 ** 53 },
  "given/v1.json": { type: "object" },
  "given/examples/v1/valid/one.json": { given: true },
};

const script = `
const [{ loadContract }, { examineVersions }] = await Promise.all([
  import(process.argv[2] + "contract/load-contract.js"),
  import(process.argv[2] + "catalogue/examine-versions.js"),
]);
let threads = 0;
process.on("worker", () => { threads += 1; });
const { contract } = await loadContract(new Map(Object.entries(JSON.parse(process.argv[3]))));
const progress = [];
const examined = await examineVersions(contract, (done, all) => progress.push([done, all]));
console.log(JSON.stringify({ threads, progress, examined: [...examined] }));
`;

test("versions are examined on further threads, with the results that one thread gives", async () => {
  const dist = join(repository, "dist", "src");
  expect(existsSync(dist), "run: npm run build").toBe(true);
  const texts = Object.fromEntries(
    Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)]),
  );
  const folder = tempFolder({ "examine.mjs": script });
  const printed = execFileSync(
    process.execPath,
    [join(folder, "examine.mjs"), `${pathToFileURL(dist).href}/`, JSON.stringify(texts)],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  const { threads, progress, examined } = JSON.parse(printed) as {
    threads: number;
    progress: [number, number][];
    examined: unknown;
  };
  const alone = await examineVersions(await contractOf(files));
  expect(examined).toEqual(JSON.parse(JSON.stringify([...alone])));
  expect(alone.get("given/v1.json#")?.sample).toEqual({ kind: "samples", samples: [{ given: true }] });
  expect(alone.get("empty/v1.json#")?.sample.kind).toBe("unsatisfiable");
  expect(alone.get("hard/v1.json#")?.sample.kind).toBe("unknown");
  expect(alone.get("ev3/v2.json#")?.comparison?.forward?.verdict).toBe("refuted");
  expect(progress).toEqual(progress.map((_, index) => [index + 1, 33]));
  expect(threads).toBe(Math.min(availableParallelism(), 16) - 1);
});
