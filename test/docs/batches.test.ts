import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

test("the page's example compiles against a generated SDK", async () => {
  const page = readFileSync(join(repository, "docs/how-to/batches.md"), "utf8");
  const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(examples).toHaveLength(1);
  const folder = tempFolder({ "example.ts": examples.join("") });
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder)).toEqual([]);
});
