import type { Case } from "./case.js";
import { expectRoundTrip, makeProject, type ProjectSettings } from "./make-project.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

/** With a script that calls the bundler, each makes `bundle.cjs` or `bundle.mjs`. */
interface Bundling {
  readonly project: ProjectSettings;
  readonly script: string;
  readonly bundle: string;
}

const esbuild = (options: string): string => `import { build } from "esbuild";
await build({ entryPoints: ["main.ts"], bundle: true, platform: "node", target: "node20", ${options} });
`;

const webpack = `import webpack from "webpack";
const compiler = webpack({
  mode: "production",
  target: "node",
  entry: "./main.ts",
  output: { path: import.meta.dirname, filename: "bundle.cjs" },
  resolve: { extensions: [".ts", ".js"], extensionAlias: { ".js": [".ts", ".js"] } },
  module: { rules: [{ test: /\\.ts$/, loader: "ts-loader", options: { transpileOnly: true } }] },
});
compiler.run((error, stats) => {
  if (!error && !stats.hasErrors()) return;
  console.error(error ?? stats.toString());
  process.exitCode = 1;
});
`;

const bundlings: Readonly<Record<string, Bundling>> = {
  "esbuild, everything in one CommonJS file": {
    project: { packages: { esbuild: "esbuild" } },
    script: esbuild('format: "cjs", outfile: "bundle.cjs"'),
    bundle: "bundle.cjs",
  },
  "esbuild, ES modules, packages left out": {
    project: { packages: { esbuild: "esbuild" } },
    script: esbuild('format: "esm", packages: "external", outfile: "bundle.mjs"'),
    bundle: "bundle.mjs",
  },
  "webpack, extensionAlias": {
    project: {
      packages: { webpack: "webpack", "ts-loader": "ts-loader" },
      files: {
        "tsconfig.json": JSON.stringify({
          compilerOptions: { target: "ES2022", module: "esnext", moduleResolution: "bundler" },
        }),
      },
    },
    script: webpack,
    bundle: "bundle.cjs",
  },
};

/** Each bundler bundles the service, and an event makes a round trip through the bundle. */
export function bundlerCases(workshop: Workshop): readonly Case[] {
  return Object.entries(bundlings).map(([name, { project, script, bundle }]) => ({
    name,
    run: () => {
      const files = { ...project.files, "build.mjs": script };
      const folder = makeProject(workshop, { ...project, files });
      run(folder, process.execPath, ["build.mjs"]);
      expectRoundTrip(folder, [bundle]);
    },
  }));
}
