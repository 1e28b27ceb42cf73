import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { makeEnvironmentPlain } from "../support/plain-environment.js";
import { packagesOfDay } from "./packages-of-day.js";

/**
 * Copies an example to the current folder and runs its tests with a packed tarball, and with further packages in place of
 * those that it names.
 */
function tryExample(example: string, tarball: string, packages: readonly string[]): void {
  const own = (path: string): boolean =>
    !/[\\/](?:node_modules|generated|build)(?:[\\/]|$)/.test(path.slice(example.length));
  cpSync(example, ".", { recursive: true, filter: own });
  const options = ["--no-fund", "--no-audit", "--prefer-offline", "--save-dev", ...packagesOfDay()];
  npm("install", ...options, tarball, ...packages);
  npm("run", "generate");
  npm("test");
}

function npm(...args: readonly string[]): void {
  process.stdout.write(`$ npm ${args.join(" ")}\n`);
  // on Windows npm is a script, which only a shell runs
  execFileSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" });
}

const [example, tarball, ...packages] = process.argv.slice(2);
if (example === undefined || tarball === undefined)
  throw new Error("usage: try-example <folder of the example> <tarball> [package…], in an empty folder");
makeEnvironmentPlain();
tryExample(join(example), tarball, packages);
