import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const page = readFileSync(join(repository, "docs/reference/library.md"), "utf8");

test("the page's examples compile with the library", async () => {
  const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(examples).toHaveLength(4);
  const folder = tempFolder(
    Object.fromEntries(examples.map((code, index) => [`example-${index}.ts`, code] as const)),
  );
  const paths = { rabbitgen: [join(repository, "dist/src/index.d.ts")] };
  const options = { paths, rootDir: "/", isolatedDeclarations: false, noUnusedLocals: false };
  expect(await typeCheck(folder, options)).toEqual([]);
});
