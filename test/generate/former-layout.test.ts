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

/** Where former generators wrote what is now one file. */
type Layout = (path: string) => readonly [path: string, ...further: string[]];

const layouts: Readonly<Record<string, Layout>> = {
  "was one flat folder": (path) => {
    if (path.startsWith("runtime/opentelemetry/")) return [path.slice("runtime/".length)];
    return [path.replace(/^runtime\/.*\//, "runtime/")];
  },
  "had more files in the same folders": (path) =>
    path.startsWith("runtime/") ? [path, path.replace(/\.ts$/, "-part.ts")] : [path],
};

test.each(Object.entries(layouts))(
  "an SDK whose runtime %s is brought up to date, and nothing of it stays",
  async (_, layout) => {
    const folder = tempFolder(schemas);
    await runCli(folder, ["generate"]);
    const fresh = filesOf(folder);
    const files = { ...schemas, ...laidOut(folder, fresh, layout), "generated/runtime/mine.md": "mine" };
    const former = tempFolder(files);
    const stale = filesOf(former).filter((path) => path !== "runtime/mine.md" && !fresh.includes(path));
    expect(stale.length).toBeGreaterThan(50);

    const { code, out } = await runCli(former, ["generate"]);

    expect(code).toBe(0);
    expect(out).toContain(`${stale.length} stale files removed`);
    expect(filesOf(former)).toEqual([...fresh, "runtime/mine.md"].sort());
    for (const path of fresh) expect(textOf(former, path), path).toBe(textOf(folder, path));
    expect(await runCli(former, ["generate", "--check"])).toMatchObject({ code: 0 });
  },
);

/** The same SDK as a generator before wrote it, with a manifest of its files. */
function laidOut(folder: string, paths: readonly string[], layout: Layout): Record<string, string> {
  const { files, ...rest } = JSON.parse(textOf(folder, "rabbitgen.json")) as Manifest;
  const known = Object.entries(files).flatMap(([path, hash]) =>
    layout(path).map((former) => [former, hash] as const),
  );
  const manifest = { ...rest, rabbitgen: "0.0.9+00000000", files: Object.fromEntries(known) };
  const texts = paths.flatMap((path) =>
    layout(path).map((former) => [`generated/${former}`, textOf(folder, path)] as const),
  );
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
