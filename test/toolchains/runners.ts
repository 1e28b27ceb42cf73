import type { Case } from "./case.js";
import { expectRoundTrip, makeProject } from "./make-project.js";
import { nodeExecutable } from "./node-versions.js";
import type { Workshop } from "./workshop.js";

/** What runs the service's TypeScript as it is. Test runners are tried by the example of a tested service. */
export function runnerCases(workshop: Workshop): readonly Case[] {
  return [
    {
      name: "tsx, ES modules",
      run: () => expectRoundTrip(makeProject(workshop, { packages: { tsx: "tsx" } }), tsx),
    },
    {
      name: "tsx, CommonJS",
      run: () => expectRoundTrip(makeProject(workshop, { packages: { tsx: "tsx" }, type: "commonjs" }), tsx),
    },
    ...["22", "24"].map((version) => ({
      name: `Node ${version} without a compiler, "importExtension": ".ts"`,
      run: () => {
        const folder = makeProject(workshop, { sdk: { importExtension: ".ts" } });
        expectRoundTrip(folder, ["main.ts"], nodeExecutable(workshop, version));
      },
    })),
  ];
}

const tsx = ["node_modules/tsx/dist/cli.mjs", "main.ts"];
