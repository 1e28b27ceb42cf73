import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll } from "vitest";
import { repository } from "./repository.js";

/** Compiles what `tsconfig.tools.json` has, as for `npm run soak`, for processes that a test starts; gives a path in there. */
export function compiledTools(): (path: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-tools-"));
  beforeAll(async () => {
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
    const project = ["-p", "tsconfig.tools.json", "--outDir", join(folder, "build")];
    await promisify(execFile)(process.execPath, [compiler, ...project], { cwd: repository });
    return () => rmSync(folder, { recursive: true });
  });
  return (path) => join(folder, "build", path);
}
