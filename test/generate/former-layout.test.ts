import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const schemas = {
  "schemas/contract.json": { sdk: { opentelemetry: true } },
  "schemas/paid/v1.json": { type: "object", properties: { a: { type: "string" } } },
};

interface Manifest {
  readonly files: Readonly<Record<string, string>>;
}

test("an SDK whose runtime was one flat folder is brought up to date, and nothing of it stays", async () => {
  const folder = tempFolder(schemas);
  await runCli(folder, ["generate"]);
  const fresh = filesOf(folder);
  const former = tempFolder({ ...schemas, ...flattened(folder, fresh), "generated/runtime/mine.md": "mine" });
  const flat = filesOf(former).filter((path) => path.startsWith("runtime/"));
  expect(flat).toContain("runtime/consumer.ts");
  expect(flat.every((path) => path.split("/").length === 2)).toBe(true);

  const { code, out } = await runCli(former, ["generate"]);

  expect(code).toBe(0);
  expect(out).toMatch(/[0-9]+ stale files removed/);
  expect(filesOf(former)).toEqual([...fresh, "runtime/mine.md"].sort());
  for (const path of fresh) expect(textOf(former, path), path).toBe(textOf(folder, path));
  expect(await runCli(former, ["generate", "--check"])).toMatchObject({ code: 0 });
});

/** The same SDK as the generator before wrote it: each module of the runtime in one folder, known to the manifest. */
function flattened(folder: string, paths: readonly string[]): Record<string, string> {
  const flat = (path: string): string => {
    if (path.startsWith("runtime/opentelemetry/")) return path.slice("runtime/".length);
    return path.replace(/^runtime\/.*\//, "runtime/");
  };
  const { files, ...rest } = JSON.parse(textOf(folder, "rabbitgen.json")) as Manifest;
  const known = Object.fromEntries(Object.entries(files).map(([path, hash]) => [flat(path), hash]));
  const manifest = { ...rest, rabbitgen: "0.0.9+00000000", files: known };
  const texts = paths.map((path) => [`generated/${flat(path)}`, textOf(folder, path)]);
  return { ...Object.fromEntries(texts), "generated/rabbitgen.json": JSON.stringify(manifest) };
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(join(folder, "generated"), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 11)).sort();
}

function textOf(folder: string, path: string): string {
  return readFileSync(join(folder, "generated", path), "utf8");
}
