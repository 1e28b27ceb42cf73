import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    encoding: "utf8",
  }).trim();

/** Runs the script for another repository and commit; the suite goes into `cache`. */
function fetchSuite(cache: string, source: string, commit: string): number | null {
  const env = { ...process.env, JSON_SCHEMA_TEST_SUITE: source, JSON_SCHEMA_TEST_SUITE_COMMIT: commit };
  return spawnSync(process.execPath, [join(repository, "checks/fetch-suite.js"), cache], { env }).status;
}

test("the suite is fetched at the pinned commit, and again only when that changes", () => {
  const [source, cache] = [tempFolder({ "tests/a.json": [1] }), tempFolder()];
  git(source, "init", "--quiet");
  git(source, "add", "-A");
  git(source, "commit", "--quiet", "-m", "one");
  const first = git(source, "rev-parse", "HEAD");
  writeFiles(source, { "tests/a.json": [2] });
  git(source, "commit", "--quiet", "-am", "two");
  const second = git(source, "rev-parse", "HEAD");
  const fetched = () => JSON.parse(readFileSync(join(cache, "json-schema-test-suite/tests/a.json"), "utf8"));

  expect(fetchSuite(cache, source, first)).toBe(0);
  expect(fetched()).toEqual([1]);
  expect(fetchSuite(cache, "/nowhere", first)).toBe(0);
  expect(fetchSuite(cache, source, second)).toBe(0);
  expect(fetched()).toEqual([2]);
});

test("what cannot be fetched fails, and leaves what was there", () => {
  const cache = tempFolder({ "json-schema-test-suite/tests/a.json": [1] });
  expect(fetchSuite(cache, "/nowhere", "0".repeat(40))).toBe(1);
  expect(existsSync(join(cache, "json-schema-test-suite/tests/a.json"))).toBe(true);
});
