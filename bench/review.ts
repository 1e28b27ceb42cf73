// `npm run bench:review`: how long `rabbitgen review` and `lint` take on a contract of real size, as ratios within this run.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, type Run, runInTurn, runNode } from "./measure.js";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const eiffel = process.argv[2] ?? join(repository, "..", "shared", "data", "eiffel", "events");
if (!existsSync(eiffel)) {
  console.error(`SKIPPED: there is no ${eiffel}. Give a schemas folder: npm run bench:review -- <folder>`);
  process.exit(0);
}

const rounds = 7;
const edited = 3;
const work = mkdtempSync(join(tmpdir(), "rabbitgen-bench-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const schemas = join(work, "schemas");
cpSync(eiffel, schemas, { recursive: true });
const versions = readdirSync(schemas, { recursive: true, encoding: "utf8" })
  .filter((path) => /^[^/]+\/v\d+\.json$/.test(path))
  .sort();

const git = (...args: string[]): void => {
  const identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
  execFileSync("git", [...identity, ...args], { cwd: work, stdio: "ignore" });
};
git("init", "-q");
git("add", "-A");
git("commit", "-q", "-m", "Schemas");

/** Some versions in different events get another limit, as a pull request would do. */
const step = Math.floor(versions.length / edited);
for (const path of versions.filter((_, index) => index % step === 0).slice(0, edited)) {
  const file = join(schemas, path);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/"type": "integer"/, '"type": "integer", "minimum": 5'));
}

const cli = join(repository, "dist", "src", "bin.js");
const review = [cli, "review", "--schemas", schemas, "--against", "HEAD"];

/** What is measured, in the order in which each round does it. Findings do not count as a failure here. */
const subjects: Readonly<Record<string, () => Run>> = {
  "node itself": () => runNode(["--eval", "0"]),
  "review, 3 edited": () => runNode(review, [0, 1]),
  "review, as JSON": () => runNode([...review, "--format", "json"], [0, 1]),
  lint: () => runNode([cli, "lint", "--schemas", schemas], [0, 1]),
};

const runs = runInTurn(subjects, rounds);

const ms = (name: string): number => median((runs.get(name) ?? []).map((run) => run.ms));
const peak = (name: string): number => median((runs.get(name) ?? []).map((run) => run.peakMiB));
const own = ms("node itself");
console.log(`${versions.length} versions, medians of ${rounds} runs, whole processes\n`);
for (const name of runs.keys()) {
  const [time, ratio] = [ms(name).toFixed(0).padStart(6), (ms(name) / own).toFixed(1).padStart(5)];
  console.log(
    `${name.padEnd(18)} ${time} ms ${ratio} x node's own start ${peak(name).toFixed(0).padStart(5)} MiB`,
  );
}
console.log(`
review        ${ms("review, 3 edited").toFixed(0)} ms (at most 1000)
lint          ${ms("lint").toFixed(0)} ms (at most 1500)
peak memory   ${Math.max(peak("review, 3 edited"), peak("lint")).toFixed(0)} MiB (at most 300)`);
