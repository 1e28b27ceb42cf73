import { execFile } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./repository.js";

/** The strictest flags there are; what rabbitgen writes has to pass all of them. */
export const strictestOptions = {
  target: "ES2022",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  lib: ["ES2023", "ESNext.Disposable"],
  types: ["node"],
  rootDir: ".",
  noEmit: true,
  declaration: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noUncheckedSideEffectImports: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  forceConsistentCasingInFileNames: true,
  skipLibCheck: false,
};

/** Type-checks all TypeScript below a folder as one program; resolves to the errors of the compiler, none if clean. */
export function typeCheck(
  folder: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<string[]> {
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const config = { compilerOptions: { ...strictestOptions, ...options }, include: ["**/*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
  return new Promise((resolve, reject) => {
    const settings = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [compiler, "-p", "."], settings, (error, out) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve(out.split(/\n(?=\S)/).filter((error) => error.includes("error TS")));
    });
  });
}
