import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogueOf } from "../../src/catalogue/catalogue-of.js";
import { examineVersions } from "../../src/catalogue/examine-versions.js";
import { nameEvents } from "../../src/contract/names.js";
import { readFolder } from "../../src/files/read-folder.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { contractOf } from "./make.js";

test("all code that the catalogue of this repository shows compiles against its SDK", async () => {
  const contract = await contractOf(Object.fromEntries(readFolder(join(repository, "schemas")).files));
  const { names } = nameEvents(contract.events);
  const examined = await examineVersions(contract);
  const { events } = catalogueOf(contract, { title: "Events", names, examined });
  const code = events.flatMap(({ consume, versions }) => [
    consume,
    ...versions.map(({ publish }) => publish),
  ]);
  expect(code.length).toBeGreaterThan(15);
  const folder = tempFolder(Object.fromEntries(code.map((text, index) => [`example-${index}.ts`, text])));
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder)).toEqual([]);
});
