import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { repository } from "./repository.js";
import { runCli } from "./run-cli.js";
import { tempFolder, writeFiles } from "./temp-folder.js";

/** The compiler's errors, each as `src/file.ts TS2307`, for sources beside an SDK of `rabbitgen init` in a project of these settings. */
export async function compilerErrors(
  sources: Readonly<Record<string, string>>,
  compilerOptions: object,
  manifest: object,
): Promise<ReadonlySet<string>> {
  const folder = tempFolder();
  for (const command of ["init", "generate"]) expect((await runCli(folder, [command])).code).toBe(0);
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const usual = { module: "nodenext", target: "es2022", types: ["node"], strict: true, skipLibCheck: true };
  writeFiles(folder, {
    "package.json": { type: "module", ...manifest },
    ...sources,
    "tsconfig.json": {
      compilerOptions: { ...usual, noEmit: true, ...compilerOptions },
      include: ["src"],
    },
  });
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, "-p", "."],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_, out) => {
        const errors = out.matchAll(/^([^(\n]+)\(\d+,\d+\): error (TS\d+):/gm);
        resolve(new Set([...errors].map(([, file = "", code = ""]) => `${file} ${code}`)));
      },
    );
  });
}
