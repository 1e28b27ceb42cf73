import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { Seen } from "../support/waiting.js";

const open = { type: "object" };
const closed = '{ "type": "object", "additionalProperties": false }';

/** A running `generate --watch` in a folder: its runs, and how to end it. */
function watching(files: Record<string, unknown>) {
  const folder = tempFolder(files);
  const stop = new AbortController();
  const runs = new Seen<string>();
  const hear = (text: string): void => {
    if (/up to date|written|removed|was written|contains no events|not found/.test(text))
      runs.add(text.trim());
  };
  const ended = runCli(folder, ["generate", "--watch"], { out: hear, err: hear, signal: stop.signal });
  let count = 1;
  /** Waits for the run that a change causes, and for the watcher to have settled on it. */
  const after = async (change: () => void): Promise<string> => {
    await runs.count(count);
    change();
    count += 1;
    await runs.count(count);
    return runs.items.at(-1) ?? "";
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  return { schemas: join(folder, "schemas"), after, end };
}

/** Saves as careful editors, `sed -i` and git do: a new file takes the name. */
function replace(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text);
  renameSync(`${path}.tmp`, path);
}

test("notices every save, also those that replace the file, and after each of them", async () => {
  const { schemas, after, end } = watching({ "schemas/a/v1.json": open });
  const file = join(schemas, "a/v1.json");
  expect(await after(() => replace(file, closed))).toContain("written");
  expect(await after(() => replace(file, JSON.stringify(open)))).toContain("written");
  expect(await after(() => writeFileSync(file, closed))).toContain("written");
  expect(await after(() => replace(file, "{"))).toContain("nothing was written");
  expect(await after(() => replace(file, closed))).toContain("up to date");
  expect(await after(() => rmSync(file))).toContain("contains no events");
  expect(await after(() => writeFileSync(file, JSON.stringify(open)))).toContain("written");
  await end();
});

test("notices new folders, files in YAML, renamed events, and another folder of the same name", async () => {
  const { schemas, after, end } = watching({ "schemas/a/v1.json": open });
  expect(await after(() => writeFiles(schemas, { "b/c/v1.json": open }))).toContain("2 events");
  expect(await after(() => writeFiles(schemas, { "b/c/v2.yaml": "type: object\n" }))).toContain("3 versions");
  expect(await after(() => replace(join(schemas, "b/c/v2.yaml"), "type: array\n"))).toContain("written");
  expect(await after(() => renameSync(join(schemas, "b"), join(schemas, "d")))).toContain("removed");
  const other = `${schemas}-other`;
  writeFiles(other, { "e/v1.json": open });
  expect(
    await after(() => {
      renameSync(schemas, `${schemas}-old`);
      renameSync(other, schemas);
    }),
  ).toContain("1 event,");
  expect(await after(() => replace(join(schemas, "e/v1.json"), closed))).toContain("written");
  expect(await after(() => rmSync(schemas, { recursive: true }))).toContain("not found");
  expect(
    await after(() => {
      writeFiles(`${schemas}-new`, { "f/v1.json": open });
      renameSync(`${schemas}-new`, schemas);
    }),
  ).toContain("written");
  await end();
});

test("notices changes of the target of a link", async () => {
  const { schemas, after, end } = watching({ "schemas/a/v1.json": open, "schemas/.store/money.json": open });
  mkdirSync(join(schemas, "_shared"));
  const target = join(schemas, ".store/money.json");
  expect(
    await after(() => symlinkSync("../.store/money.json", join(schemas, "_shared/money.json"))),
  ).toContain("written");
  expect(await after(() => replace(target, '{ "type": "string" }'))).toContain("written");
  await end();
});
