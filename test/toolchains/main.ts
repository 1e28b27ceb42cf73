import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeEnvironmentPlain } from "../support/plain-environment.js";
import { allCases } from "./all-cases.js";
import type { Case } from "./case.js";
import { run } from "./run.js";
import { openWorkshop } from "./workshop.js";

/**
 * Tries the packed SDK in each toolchain that docs/reference/toolchains.md names, from the repository's root: prints a line for
 * each case and exits with 1 when one fails. `--tarball` names what is packed already; `--only` is a part of the cases'
 * names; `--broken` breaks the SDK first and succeeds when every case fails.
 */
function tryToolchains(): void {
  const { values } = parseArgs({
    options: { tarball: { type: "string" }, only: { type: "string" }, broken: { type: "boolean" } },
  });
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-toolchains-"));
  try {
    const workshop = openWorkshop({
      folder,
      tarball: values.tarball === undefined ? pack(folder) : resolve(values.tarball),
      service: resolve("test/toolchains/project"),
      isBroken: values.broken === true,
    });
    const cases = allCases(workshop).filter(({ name }) => name.includes(values.only ?? ""));
    const passed = cases.filter(tryCase).length;
    console.log(`${passed} of ${cases.length} passed${values.broken ? ", with a broken SDK" : ""}`);
    const expected = values.broken ? 0 : cases.length;
    if (passed !== expected || cases.length === 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(folder: string): string {
  run(".", "npm", ["pack", "--silent", "--pack-destination", folder]);
  const name = readdirSync(folder).find((each) => each.endsWith(".tgz"));
  if (name === undefined) throw new Error("npm pack made no tarball");
  return join(folder, name);
}

/** Whether a case passes; prints how it ended. */
function tryCase({ name, run }: Case): boolean {
  const start = performance.now();
  const problem = problemOf(run);
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
  console.log(`${problem === undefined ? "ok  " : "FAIL"} ${seconds} s  ${name}`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, "    "));
  return problem === undefined;
}

function problemOf(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

makeEnvironmentPlain();
tryToolchains();
