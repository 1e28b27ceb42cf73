#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Packs both packages, and checks what a user gets: that each entry exists (publint), and that types and code of each are of the
// same kind for CommonJS and ES modules (attw). rabbitgen itself is an ES module only. Argument: the tarballs, where they exist.
const repository = fileURLToPath(new URL("..", import.meta.url));
const program = (path) => join(repository, "checks", "node_modules", path);
const folder = mkdtempSync(join(tmpdir(), "rabbitgen-packed-"));

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: repository, stdio: "inherit", shell: false });
  if (status !== 0) process.exitCode = 1;
}

try {
  for (const workspace of [[], ["--workspace", "packages/runtime"]])
    run("npm", "pack", "--silent", "--pack-destination", folder, ...workspace);
  for (const name of readdirSync(folder)) {
    run(process.execPath, program("publint/src/cli.js"), join(folder, name), "--strict");
    run(
      process.execPath,
      program("@arethetypeswrong/cli/dist/index.js"),
      join(folder, name),
      ...["--profile", "node16", "--format", "ascii", "--ignore-rules", "cjs-resolves-to-esm"],
    );
  }
  if (readdirSync(folder).length !== 2) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
