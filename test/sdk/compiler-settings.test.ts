import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const looser = {
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
  isolatedDeclarations: false,
};

test.each([
  ["`strict` alone, which most projects have", looser],
  ["no `strict`", { ...looser, strict: false }],
  ["the library of ES2022, without DOM", { ...looser, lib: ["ES2022"] }],
  ["an older target with that library", { ...looser, target: "ES2020", lib: ["ES2022"] }],
  ["a bundler's resolution", { ...looser, module: "ESNext", moduleResolution: "Bundler" }],
  ["CommonJS", { ...looser, module: "CommonJS", moduleResolution: "Bundler", verbatimModuleSyntax: false }],
])("the SDK compiles under %s", async (_name, options) => {
  const folder = tempFolder({});
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder, options)).toEqual([]);
});
