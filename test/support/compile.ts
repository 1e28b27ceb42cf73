import { execFile } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "./repository.js";
import { strictestOptions } from "./type-check.js";

const run = promisify(execFile);

/**
 * Compiles all TypeScript below a folder to `build/` in it, under the strictest flags, as a user's project would.
 * Rejects with the compiler's lines when it does not type-check. `type` is the package's, which decides what is emitted.
 */
export async function compile(
  folder: string,
  options: Readonly<Record<string, unknown>> = {},
  type: "module" | "commonjs" = "module",
): Promise<void> {
  if (!existsSync(join(folder, "node_modules")))
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type }));
  const compilerOptions = {
    ...strictestOptions,
    noEmit: false,
    declaration: false,
    isolatedDeclarations: false,
    outDir: "build",
    ...options,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["**/*.ts"], exclude: ["build"] }),
  );
  const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
  await run(process.execPath, [compiler, "-p", "."], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => {
      throw new Error(`it does not type-check:\n${error.stdout?.slice(0, 5000) ?? String(error)}`);
    },
  );
}

/** Runs a compiled file in a process of its own and resolves to what it printed. */
export async function runNode(
  folder: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const settings = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run(process.execPath, [join(folder, "build", file)], settings);
  return stdout;
}
