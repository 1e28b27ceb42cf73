import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { repository } from "./repository.js";
import { runCli } from "./run-cli.js";
import { tempFolder, writeFiles } from "./temp-folder.js";

/** The codes of the errors that the compiler has for a file beside an SDK of `rabbitgen init`, in a project of these settings. */
export async function compilerErrors(
  source: string,
  compilerOptions: object,
  manifest: object,
): Promise<ReadonlySet<string>> {
  const folder = tempFolder();
  for (const command of ["init", "generate"]) expect((await runCli(folder, [command])).code).toBe(0);
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const usual = { module: "nodenext", target: "es2022", types: ["node"], strict: true, skipLibCheck: true };
  writeFiles(folder, {
    "package.json": { type: "module", ...manifest },
    "src/service.ts": source,
    "tsconfig.json": {
      compilerOptions: { ...usual, noEmit: true, ...compilerOptions },
      include: ["src"],
    },
  });
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, "-p", folder], { maxBuffer: 64 * 1024 * 1024 }, (_, out) => {
      resolve(new Set([...out.matchAll(/error (TS\d+):/g)].map(([, code = ""]) => code)));
    });
  });
}
