// @module-tag long
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Catalogue } from "../../src/catalogue/model.js";
import { readFolder } from "../../src/files/read-folder.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { catalogueFor, contractOf } from "./make.js";

/** The code of all pages, a file each. */
function examplesOf({ events }: Catalogue): Readonly<Record<string, string>> {
  const code = events.flatMap(({ consume, versions }) => [
    consume,
    ...versions.map(({ publish }) => publish),
  ]);
  return Object.fromEntries(code.map((text, index) => [`example-${index}.ts`, text]));
}

test("all code that the catalogue of this repository shows compiles against its SDK", async () => {
  const contract = await contractOf(Object.fromEntries(readFolder(join(repository, "schemas")).files));
  const examples = examplesOf(await catalogueFor(contract));
  expect(Object.keys(examples).length).toBeGreaterThan(15);
  const folder = tempFolder(examples);
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder)).toEqual([]);
});

test.each([
  [".ts", "./generated/index.ts"],
  ["none", "./generated/index"],
])("code imports the SDK as its modules import each other: %s", async (importExtension, path) => {
  const files = { "contract.json": { sdk: { importExtension } }, "paid/v1.json": { type: "object" } };
  const examples = Object.values(examplesOf(await catalogueFor(await contractOf(files))));
  expect(examples.length).toBe(2);
  for (const code of examples) expect(code).toContain(` from "${path}";`);
});

test("code for headers, placeholders, odd names, large payloads and no services compiles, too", async () => {
  const text = { type: "string" };
  const files = {
    "order/placed/v1.json": { type: "object", properties: { "a-b": text }, required: ["a-b"] },
    "order/placed/event.json": {
      routingKey: "{region}.order",
      headers: { type: "object", properties: { tenant: { enum: ["a", "b"] } }, required: ["tenant"] },
    },
    "Index/v1.json": { type: "array", items: text, minItems: 2_000 },
    "none/v1.json": false,
  };
  const folder = tempFolder(
    Object.fromEntries(Object.entries(files).map(([path, value]) => [`schemas/${path}`, value])),
  );
  expect((await runCli(folder, ["generate"])).code).toBe(0);
  const catalogue = await catalogueFor(await contractOf(files));
  const examples = examplesOf(catalogue);
  expect(Object.values(examples).join("\n")).toContain('routingKey: { region: "some-region" }');
  expect(Object.values(examples).join("\n")).toContain("declare const payload: IndexV1;");
  const project = tempFolder(examples);
  cpSync(join(folder, "generated"), join(project, "generated"), { recursive: true });
  expect(await typeCheck(project)).toEqual([]);
});
