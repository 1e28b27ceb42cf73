import type { Case } from "./case.js";
import { compile, expectRoundTrip, makeProject, type ProjectSettings } from "./make-project.js";
import type { Workshop } from "./workshop.js";

const typescript7 = { typescript: "typescript-7" };

const formats: Readonly<Record<string, readonly [ProjectSettings, object]>> = {
  "ES modules: nodenext": [{}, { module: "nodenext" }],
  "ES modules: nodenext, TypeScript 7": [{ packages: typescript7 }, { module: "nodenext" }],
  "CommonJS: node16 without a type in package.json": [
    { files: { "package.json": '{ "private": true }' } },
    { module: "node16" },
  ],
  "CommonJS: module commonjs": [{ type: "commonjs" }, { module: "commonjs", moduleResolution: "node10" }],
  "CommonJS: module commonjs, the runtime as a package": [
    {
      type: "commonjs",
      sdk: { runtime: "package" },
      packages: { "@rabbitgen/runtime": "@rabbitgen/runtime" },
    },
    { module: "commonjs", moduleResolution: "node10" },
  ],
  "CommonJS: module commonjs, TypeScript 7": [
    { type: "commonjs", packages: typescript7 },
    { module: "commonjs" },
  ],
};

/** The compiled SDK is loaded by `import` or `require`, and an event makes a round trip. */
export function moduleFormatCases(workshop: Workshop): readonly Case[] {
  return Object.entries(formats).map(([name, [project, options]]) => ({
    name,
    run: () => {
      const folder = makeProject(workshop, project);
      compile(folder, { strict: true, skipLibCheck: true, ...options });
      expectRoundTrip(folder, ["build/main.js"]);
    },
  }));
}
