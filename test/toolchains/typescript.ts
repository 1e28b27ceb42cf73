import type { Case } from "./case.js";
import { compile, makeProject } from "./make-project.js";
import type { Workshop } from "./workshop.js";

/** The oldest, the last one before 7, and 7. */
const versions: readonly (readonly [string, string])[] = [
  ["5.0", "typescript-5.0"],
  ["5.9", "typescript"],
  ["7", "typescript-7"],
];

/** Each may be on in a project, and none is off in one of these cases. */
const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  declaration: true,
};

const settings: Readonly<Record<string, object>> = {
  "nodenext, all checks on, no DOM": { module: "nodenext", lib: ["ES2022"], ...strictest },
  "bundler, strict": { module: "esnext", moduleResolution: "bundler", strict: true, skipLibCheck: true },
  "node16, not strict, decorators, an older target": {
    module: "node16",
    target: "ES2020",
    lib: ["ES2022"],
    strict: false,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
  },
};

/** Each supported TypeScript type-checks the SDK under the settings that projects have. */
export function typescriptCases(workshop: Workshop): readonly Case[] {
  const byVersion = versions.flatMap(([version, installed]) =>
    Object.entries(settings).map(([name, options]) => ({
      name: `TypeScript ${version}: ${name}`,
      run: () =>
        compile(makeProject(workshop, { packages: { typescript: installed } }), { ...options, noEmit: true }),
    })),
  );
  const newerNode = {
    name: "TypeScript 7: the types of Node 24",
    run: () =>
      compile(
        makeProject(workshop, { packages: { typescript: "typescript-7", "@types/node": "types-node-24" } }),
        {
          module: "nodenext",
          ...strictest,
          noEmit: true,
        },
      ),
  };
  return [...byVersion, newerNode];
}
