import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const page = readFileSync(join(repository, "docs/how-to/testing.md"), "utf8");

test("the page's examples compile against a generated SDK", async () => {
  const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(examples).toHaveLength(4);
  const files = examples.map((code, index) => [`example-${index}.ts`, code] as const);
  const folder = tempFolder(Object.fromEntries(files));
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  const kit = join(repository, "src/testing/index.ts");
  const paths = { "rabbitgen/testing": [kit] };
  expect(await typeCheck(folder, { paths, rootDir: "/", isolatedDeclarations: false })).toEqual([]);
});
