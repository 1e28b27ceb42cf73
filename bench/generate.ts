// `npm run bench:generate`: how long `rabbitgen generate` takes, as ratios within this run. See README, "Speed".
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, type Run, runInTurn, runNode } from "./measure.js";
import { sdkCosts } from "./sdk-cost.js";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const eiffel = process.argv[2] ?? join(repository, "..", "shared", "data", "eiffel", "events");
if (!existsSync(eiffel)) {
  console.error(`There is no ${eiffel}. Give a schemas folder: npm run bench:generate -- <folder>`);
  process.exit(2);
}

const rounds = 7;
const work = mkdtempSync(join(tmpdir(), "rabbitgen-bench-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const schemas = join(work, "schemas");
cpSync(eiffel, schemas, { recursive: true });
const versions = readdirSync(schemas, { recursive: true, encoding: "utf8" }).filter((path) =>
  /^[^/]+\/v\d+\.json$/.test(path),
);
const out = join(work, "out");
const cli = join(repository, "dist", "src", "bin.js");
const generate = [cli, "generate", "--schemas", schemas, "--out", out];
const quicktype = join(repository, "bench", "node_modules", "quicktype", "dist", "index.js");

/** quicktype names a type after its file, so that each version needs a name of its own to be compiled at all. */
const flat = versions.map((path) => join(work, "flat", path.replace("/", "")));
for (const [index, path] of versions.entries()) cpSync(join(schemas, path), flat[index] ?? "");
const quicktypeOptions = ["--lang", "typescript", "--src-lang", "schema"];

/** What is measured, in the order in which each round does it: cold first, then with what that left. */
const subjects: Readonly<Record<string, () => Run>> = {
  "node itself": () => runNode(["--eval", "0"]),
  "--help": () => runNode([cli, "--help"]),
  "plain script": () =>
    runNode([join(repository, "build", "bench", "plain-script.js"), schemas, join(work, "plain")]),
  quicktype: () => runNode([quicktype, ...quicktypeOptions, "-o", join(work, "quicktype.ts"), ...flat]),
  cold: () => {
    rmSync(out, { recursive: true, force: true });
    return runNode(generate);
  },
  "cold, no types": () => runNode([join(repository, "build", "bench", "without-types.js"), schemas]),
  "nothing changed": () => runNode(generate),
  "one file changed": () => {
    appendFileSync(join(schemas, versions[0] ?? ""), "\n");
    return runNode(generate);
  },
};

const runs = runInTurn(subjects, rounds);

const ms = (name: string): number => median((runs.get(name) ?? []).map((run) => run.ms));
const peak = (name: string): number => median((runs.get(name) ?? []).map((run) => run.peakMiB));
const own = ms("node itself");
const beyondNode = (name: string): string =>
  `${(ms(name) - own).toFixed(0)} ms, ${(ms(name) / own).toFixed(1)} × in all`;
console.log(`${versions.length} versions, medians of ${rounds} runs, whole processes\n`);
for (const name of runs.keys()) {
  console.log(
    `${name.padEnd(18)} ${ms(name).toFixed(0).padStart(6)} ms ${peak(name).toFixed(0).padStart(6)} MiB`,
  );
}
console.log(`
cold / plain script      ${(ms("cold") / ms("plain script")).toFixed(2)}   (at most 1.60)
types' part of cold      ${(((ms("cold") - ms("cold, no types")) / ms("cold")) * 100).toFixed(0)} %
cold / quicktype         ${(ms("cold") / ms("quicktype")).toFixed(2)}
nothing changed - node   ${beyondNode("nothing changed")} (at most 200 ms where node takes 70)
one file changed - node  ${beyondNode("one file changed")} (at most 500 ms where node takes 70)
--help - node            ${beyondNode("--help")} (at most 40 ms where node takes 70)
peak memory, cold        ${peak("cold").toFixed(0)} MiB (at most 400)`);

console.log("\nwhat one event of an SDK costs, beyond the runtime alone");
const columns = ["events", "generated KiB", "import ms", "import MiB", "with validators ms", "bundle KiB"];
console.log(columns.map((name) => name.padStart(18)).join(""));
for (const events of [1, 500]) {
  for (const cost of await sdkCosts(repository, join(work, `sdk-${events}`), events)) {
    const { outputKiB, importMs, importMiB, usedMs, bundleKiB } = cost;
    const name = cost.format === "CommonJS" ? `${events}, as CommonJS` : `${events}`;
    const cells = [name, outputKiB.toFixed(0), importMs.toFixed(1), importMiB.toFixed(1), usedMs.toFixed(1)];
    console.log([...cells, bundleKiB.toFixed(0)].map((cell) => cell.padStart(18)).join(""));
  }
}
console.log(
  "of 500 events, as ES modules: import at most 10 ms where node itself takes 70 ms of processor time, and 5 MiB",
);
