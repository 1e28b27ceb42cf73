#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Fetches the official JSON-Schema-Test-Suite at the pinned commit into .cache/, where the tests look for it. --optional: without
// a network the tests that need it are skipped and counted. Arguments for another repository and another target are for its test.
const commit = process.env.JSON_SCHEMA_TEST_SUITE_COMMIT ?? "44401e0c046704b476ec9d2e2fccdaee618f259d";
const source =
  process.env.JSON_SCHEMA_TEST_SUITE ?? "https://github.com/json-schema-org/JSON-Schema-Test-Suite.git";
const options = process.argv.slice(2);
const repository = fileURLToPath(new URL("..", import.meta.url));
const cache = options.find((option) => !option.startsWith("--")) ?? join(repository, ".cache");
const folder = join(cache, "json-schema-test-suite");
const beside = join(repository, "..", "shared", "data", "json-schema-test-suite");
const stamp = join(folder, ".git", "pinned", commit);

function git(...args) {
  const { status } = spawnSync("git", ["-C", `${folder}.new`, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return status === 0;
}

function fetchSuite() {
  rmSync(`${folder}.new`, { recursive: true, force: true });
  mkdirSync(`${folder}.new`, { recursive: true });
  const fetched =
    git("init", "--quiet") &&
    git("fetch", "--quiet", "--depth", "1", source, commit) &&
    git("-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD");
  if (!fetched) return false;
  mkdirSync(join(`${folder}.new`, ".git", "pinned", commit), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(`${folder}.new`, folder);
  return true;
}

const isOptional = options.includes("--optional");
if (!existsSync(stamp) && !(isOptional && existsSync(beside)) && !fetchSuite()) {
  console.error(`Could not fetch commit ${commit} of the JSON-Schema-Test-Suite from ${source}.`);
  if (!isOptional) process.exitCode = 1;
}
rmSync(`${folder}.new`, { recursive: true, force: true });
