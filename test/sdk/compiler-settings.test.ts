import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

test("the SDK compiles under `strict` alone, which most projects have", async () => {
  const folder = tempFolder({});
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  const looser = {
    exactOptionalPropertyTypes: false,
    noUncheckedIndexedAccess: false,
    isolatedDeclarations: false,
  };
  expect(await typeCheck(folder, looser)).toEqual([]);
});
