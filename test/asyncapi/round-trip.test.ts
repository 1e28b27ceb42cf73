import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { readFolder } from "../../src/files/read-folder.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { differences } from "./equal-contracts.js";
import { fullContract } from "./full-contract.js";

async function contractIn(folder: string): Promise<Contract> {
  const { contract, findings } = await loadContract(readFolder(folder).files);
  return contract ?? expect.unreachable(JSON.stringify(findings, undefined, 2));
}

function full(): string {
  const files = Object.entries(fullContract).map(([path, value]) => [`schemas/${path}`, value]);
  return tempFolder(Object.fromEntries(files));
}

describe.each([
  ["this repository's contract", () => repository],
  ["a contract with everything", full],
])("what is exported of %s", (_, make) => {
  test.each(["json", "yaml"])("in %s imports to an equal contract, with nothing left out", async (format) => {
    const folder = make();
    const { out } = await runCli(folder, ["asyncapi", "--format", format]);
    const target = tempFolder({ [`asyncapi.${format}`]: out });
    const imported = await runCli(target, ["import", "asyncapi", `asyncapi.${format}`]);
    expect(imported.out).not.toMatch(/import-/);
    expect(imported).toMatchObject({ code: 0, err: "" });
    const [before, after] = [
      await contractIn(join(folder, "schemas")),
      await contractIn(join(target, "schemas")),
    ];
    expect(differences(before, after)).toEqual([]);
  });

  test("and imported gives the same document again", async () => {
    const { out } = await runCli(make(), ["asyncapi"]);
    const target = tempFolder({ "asyncapi.json": out });
    await runCli(target, ["import", "asyncapi", "asyncapi.json"]);
    const again = await runCli(target, ["asyncapi"]);
    expect(JSON.parse(again.out)).toEqual(JSON.parse(out));
  });
});

test("differences are found", async () => {
  const folder = full();
  const before = await contractIn(join(folder, "schemas"));
  writeFiles(join(folder, "schemas"), {
    "_shared/money.json": {
      type: "object",
      properties: { amount: { type: "integer" } },
      required: ["amount"],
    },
    "order/placed/event.json": { description: "Other." },
  });
  const after = await contractIn(join(folder, "schemas"));
  expect(differences(before, after).length).toBeGreaterThan(2);
});
