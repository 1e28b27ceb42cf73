import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Case } from "./case.js";
import { compile, makeProject } from "./make-project.js";
import { generate, type SdkChoice, type Workshop } from "./workshop.js";

/** Settings that some compilers fail with, and the same once the hints are followed. */
interface Settings {
  readonly sdk?: SdkChoice;
  readonly options: object;
  readonly followed: object;
}

const bundler = { module: "esnext", moduleResolution: "bundler" };

const settings: readonly Settings[] = [
  { options: { module: "esnext" }, followed: bundler },
  { options: { module: "es2015", moduleResolution: "bundler" }, followed: { ...bundler, module: "es2022" } },
  { options: { module: "es2015" }, followed: { ...bundler, module: "es2022" } },
  { options: {}, followed: { module: "nodenext" } },
  { options: { module: "commonjs", verbatimModuleSyntax: true }, followed: { module: "commonjs" } },
  { options: { module: "nodenext", verbatimModuleSyntax: true }, followed: {} },
  {
    sdk: { importExtension: ".ts" },
    options: { module: "nodenext" },
    followed: { module: "nodenext", allowImportingTsExtensions: true },
  },
  {
    sdk: { importExtension: ".ts" },
    options: { ...bundler, allowImportingTsExtensions: true },
    followed: {},
  },
  { sdk: { importExtension: "none" }, options: { module: "nodenext" }, followed: bundler },
  { sdk: { importExtension: "none" }, options: bundler, followed: {} },
];

/** `generate` prints a hint about tsconfig.json where a compiler fails and nowhere else, and what it says helps. */
export function hintCases(workshop: Workshop): readonly Case[] {
  return ["typescript-5.0", "typescript", "typescript-7"].map((typescript) => ({
    name: `hints where the SDK does not compile, ${typescript}`,
    run: () => {
      for (const each of settings) expectHints(workshop, typescript, each);
    },
  }));
}

function expectHints(
  workshop: Workshop,
  typescript: string,
  { sdk = {}, options, followed }: Settings,
): void {
  const folder = makeProject(workshop, { packages: { typescript } });
  generate(workshop, folder, sdk);
  const failure = failureOf(folder, options);
  const hints = hintsIn(folder);
  if ((failure === undefined) !== (hints.length === 0))
    throw new Error(
      `${JSON.stringify({ sdk, options })}: the hints are ${JSON.stringify(hints)}, and the compiler says:\n${failure}`,
    );
  if (failure === undefined) return;
  generate(workshop, folder, sdk);
  compile(folder, { ...shared, ...followed }, ["generated"]);
}

const shared = { strict: true, skipLibCheck: true, noEmit: true };

function failureOf(folder: string, options: object): string | undefined {
  try {
    compile(folder, { ...shared, ...options }, ["generated"]);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function hintsIn(folder: string): readonly string[] {
  const program = join(folder, "node_modules", "rabbitgen", "dist", "src", "bin.js");
  const { stderr } = spawnSync(process.execPath, [program, "generate"], { cwd: folder, encoding: "utf8" });
  return stderr.split("\n").filter((line) => line.startsWith("hint: tsconfig.json: "));
}
