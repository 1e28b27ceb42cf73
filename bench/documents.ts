// `npm run bench:documents`: what `docs`, `topology` and `asyncapi` take, as ratios within this run; and, where there is a
// Chromium, how long a page of the catalogue takes to open and its search to answer.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findBrowser, startBrowser } from "../test/support/find-browser.js";
import { median, type Run, runInTurn, runNode } from "./measure.js";

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cli = join(repository, "dist", "src", "bin.js");
const own = join(repository, "schemas");
const eiffel = process.argv[2] ?? join(repository, "..", "shared", "data", "eiffel", "events");
const isThere = existsSync(eiffel);
if (!isThere)
  console.error(`SKIPPED: there is no ${eiffel}. Give a schemas folder: npm run bench:documents -- <folder>`);

const rounds = 5;
const work = mkdtempSync(join(tmpdir(), "rabbitgen-bench-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const docs = (schemas: string, out: string): Run =>
  runNode([cli, "docs", "--schemas", schemas, "--out", join(work, out)]);
const fresh = (schemas: string, out: string): Run => {
  rmSync(join(work, out), { recursive: true, force: true });
  return docs(schemas, out);
};

/** What is measured, in the order in which each round does it. */
const subjects: Readonly<Record<string, () => Run>> = {
  "node itself": () => runNode(["--eval", "0"]),
  topology: () => runNode([cli, "topology", "--schemas", own]),
  asyncapi: () => runNode([cli, "asyncapi", "--schemas", own]),
  "docs, this repository's": () => fresh(own, "own"),
  ...(isThere
    ? { "docs, the folder": () => fresh(eiffel, "folder"), "docs, unchanged": () => docs(eiffel, "folder") }
    : {}),
};

const runs = runInTurn(subjects, rounds);
const ms = (name: string): number => median((runs.get(name) ?? []).map((run) => run.ms));
const start = ms("node itself");
console.log(`medians of ${rounds} runs, whole processes\n`);
for (const name of runs.keys()) {
  const more = (ms(name) - start).toFixed(0).padStart(6);
  console.log(`${name.padEnd(24)} ${ms(name).toFixed(0).padStart(6)} ms, node's own start + ${more} ms`);
}

const weigh = (folder: string, path: RegExp): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => path.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} KB`;
console.log(`\nstyle sheet and script    ${kilobytes(weigh(join(work, "own"), /^catalogue\.(?:css|js)$/))}`);
console.log(`this repository's site    ${kilobytes(weigh(join(work, "own"), /\.(?:html|js|css)$/))}`);
if (isThere)
  console.log(`the folder's site         ${kilobytes(weigh(join(work, "folder"), /\.(?:html|js|css)$/))}`);

/** Run in the page: writes a word letter by letter, and gives the median of what each answer takes, layout included. */
const typing = `(async () => {
  const input = document.querySelector("#search");
  const found = document.querySelector("#found");
  const times = [];
  for (let length = 1; length <= "field_500_1".length; length += 1) {
    input.value = "field_500_1".slice(0, length);
    const start = performance.now();
    input.dispatchEvent(new Event("input"));
    for (let turn = 0; turn < 5; turn += 1) await null;
    found.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
})()`;

const executable = await findBrowser();
if (executable === undefined) console.error("SKIPPED: no Chromium was found, so no page was opened.");
else await measurePages(executable);

/** Opens the largest page of the folder, and searches among a thousand events. */
async function measurePages(path: string): Promise<void> {
  const many = join(work, "many");
  const schema = (index: number): unknown => ({
    type: "object",
    description: `The event with the number ${index}.`,
    properties: Object.fromEntries(
      Array.from({ length: 20 }, (_, field) => [`field_${index}_${field}`, { type: "string" }]),
    ),
  });
  for (let index = 0; index < 1_000; index += 1) {
    mkdirSync(join(many, `event_${index}`), { recursive: true });
    writeFileSync(join(many, `event_${index}`, "v1.json"), JSON.stringify(schema(index)));
  }
  docs(many, "thousand");
  const browser = await startBrowser(path);
  const page = await browser.newPage();
  const opened = async (folder: string, name: string): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto(`${pathToFileURL(join(work, folder)).href}/${name}`, { waitUntil: "load" });
      times.push(await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
    }
    return median(times);
  };
  if (isThere) {
    const sizes = readdirSync(join(work, "folder", "events")).map(
      (name) => [statSync(join(work, "folder", "events", name)).size, `events/${name}`] as const,
    );
    const [bytes, name] = sizes.sort(([a], [b]) => b - a)[0] ?? [0, "index.html"];
    console.log(`\nopening ${name}, ${kilobytes(bytes)}: ${(await opened("folder", name)).toFixed(0)} ms`);
  }
  console.log(`opening the list of 1,000 events: ${(await opened("thousand", "index.html")).toFixed(0)} ms`);
  await page.locator("#search").fill("event");
  await page.getByText("1000 results").waitFor();
  const answered = await page.evaluate(typing);
  console.log(
    `the search among 1,000 events and 20,000 properties, for each letter: ${(answered as number).toFixed(1)} ms`,
  );
  await browser.close();
}
