#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));

/**
 * Installs what the lockfile of `bench`, `checks` or `test/packages` pins, unless it was installed since the lockfile was written.
 *
 * @param {string} folder
 * @returns {boolean} whether it is installed
 */
export function ensureInstalled(folder) {
  if (changed(folder, "package-lock.json") <= changed(folder, "node_modules/.package-lock.json")) return true;
  console.error(`Installing the packages of ${folder}/ (npm ci --prefix ${folder})`);
  const options = { cwd: repository, stdio: "inherit", shell: process.platform === "win32" };
  return spawnSync("npm", ["ci", "--prefix", folder, "--silent"], options).status === 0;
}

/** When a file was written (ms since the epoch), 0 if it does not exist. */
function changed(folder, file) {
  return statSync(join(repository, folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = "", ...options] = process.argv;
  if (!ensureInstalled(folder) && !options.includes("--optional")) process.exitCode = 1;
}
