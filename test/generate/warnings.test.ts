import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const misspelt = { type: "object", properties: { a: { maxLenght: 3, format: "datetime" } } };

test("a rule that contract.json switches off is silent in generate, too", async () => {
  const folder = tempFolder({ "schemas/a/v1.json": misspelt });
  const ran = await runCli(folder, ["generate", "--fresh"]);
  expect(ran.err).toContain("keyword-unknown");
  expect(ran.err).toContain("format-unknown");
  for (const rules of [{ "keyword-unknown": "off" }, { "keyword-unknown": "info" }]) {
    writeFiles(folder, { "schemas/contract.json": { lint: { rules } } });
    const { code, err } = await runCli(folder, ["generate", "--fresh"]);
    expect(code).toBe(0);
    expect(err).not.toContain("keyword-unknown");
    expect(err).toContain("format-unknown");
  }
  writeFiles(folder, {
    "schemas/contract.json": { lint: { categories: { style: "off", wire: "off", evolution: "off" } } },
  });
  expect((await runCli(folder, ["generate", "--fresh"])).err).toBe("");
});

test("a warning changes no file of the SDK, and an SDK that is up to date repeats none", async () => {
  const folder = tempFolder({ "schemas/a/v1.json": misspelt, "schemas/contract.json": {} });
  await runCli(folder, ["generate"]);
  const manifest = readFileSync(join(folder, "generated/rabbitgen.json"), "utf8");
  expect(manifest).not.toContain("keyword-unknown");
  expect(JSON.parse(manifest)).not.toHaveProperty("findings");
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
});

test("warnings are grouped by rule, and ten of each are shown", async () => {
  const properties = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [
      `p${index}`,
      { maxLenght: 3, ...(index < 4 ? { format: "datetime" } : {}) },
    ]),
  );
  const folder = tempFolder({ "schemas/a/v1.json": { type: "object", properties } });
  const { err, out } = await runCli(folder, ["generate"]);
  const rules = [...err.matchAll(/warning ([a-z-]+)$/gm)].map(([, rule]) => rule);
  expect(rules).toEqual([...Array(4).fill("format-unknown"), ...Array(10).fill("keyword-unknown")]);
  expect(err).toContain("keyword-unknown: and 15 more; `rabbitgen lint` lists all.\n");
  expect(out).toContain("29 warnings");
  const json = JSON.parse((await runCli(folder, ["generate", "--fresh", "--format", "json"])).out) as {
    findings: unknown[];
  };
  expect(json.findings).toHaveLength(29);
});
