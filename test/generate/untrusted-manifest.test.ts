import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateFolder } from "../../src/index.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const schemas = {
  "schemas/contract.json": {
    services: {
      shop: { publishes: ["placed"] },
      billing: { consumes: { placed: { queue: { name: "billing.placed" } } }, publishes: ["issued"] },
    },
  },
  "schemas/placed/v1.json": { type: "object" },
  "schemas/issued/v1.json": { type: "object" },
};

/** Changes a schema in a way that is an error, and gives a manifest its hash, as a merge of two manifests may do. */
function vouchForBroken(folder: string, manifest: string): void {
  const path = join(folder, "schemas/placed/v1.json");
  const broken = '{ "type": "objct" }';
  writeFileSync(path, broken);
  const file = join(folder, manifest);
  const value = JSON.parse(readFileSync(file, "utf8")) as { schemas: Record<string, string> };
  value.schemas["placed/v1.json"] = createHash("sha256").update(broken).digest("base64url").slice(0, 20);
  writeFileSync(file, JSON.stringify(value));
}

test.each([["topology"], ["generate"], ["docs"]])(
  "%s does not take a schema for checked because a merged rabbitgen.json has its hash",
  async (command) => {
    const folder = tempFolder(schemas);
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
    expect(await runCli(folder, [command])).toMatchObject({ code: 0 });
    vouchForBroken(folder, "generated/rabbitgen.json");
    const { code, err } = await runCli(folder, [command]);
    expect(code).toBe(2);
    expect(err).toContain("placed/v1.json");
  },
);

test("docs makes its pages again where a merged manifest has the hash of a schema that they do not show", async () => {
  const folder = tempFolder(schemas);
  expect(await runCli(folder, ["docs"])).toMatchObject({ code: 0 });
  const schema = { type: "object", description: "A new sentence." };
  writeFiles(folder, { "schemas/placed/v1.json": schema });
  const file = join(folder, "catalogue/rabbitgen-docs.json");
  const text = readFileSync(join(folder, "schemas/placed/v1.json"), "utf8");
  const value = JSON.parse(readFileSync(file, "utf8")) as { schemas: Record<string, string> };
  value.schemas["placed/v1.json"] = createHash("sha256").update(text).digest("base64url").slice(0, 20);
  writeFileSync(file, JSON.stringify(value));
  expect((await runCli(folder, ["docs"])).out).toMatch(/[1-9]\d* files written/);
  expect((await runCli(folder, ["docs"])).out).toContain("up to date");
});

test("docs says that it wrote its manifest where only the white space of a schema has changed", async () => {
  const folder = tempFolder(schemas);
  expect(await runCli(folder, ["docs"])).toMatchObject({ code: 0 });
  writeFileSync(join(folder, "schemas/placed/v1.json"), '{"type": "object"  }');
  expect((await runCli(folder, ["docs"])).out).toContain("1 file written");
  expect((await runCli(folder, ["docs"])).out).toContain("up to date");
});

test("the library, too, makes an SDK of one service that of all only when asked", async () => {
  const cwd = tempFolder(schemas);
  const one = await generateFolder({ cwd, service: "shop" });
  expect(one).toMatchObject({ events: 1 });
  await expect(generateFolder({ cwd })).rejects.toThrow("generated/ was generated only for shop");
  await expect(generateFolder({ cwd, service: "shop", allServices: true })).rejects.toThrow(
    "cannot be combined",
  );
  expect(await generateFolder({ cwd, allServices: true })).toMatchObject({ events: 2 });
  expect(await generateFolder({ cwd })).toMatchObject({ events: 2 });
});
