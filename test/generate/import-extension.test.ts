import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

/** A text that looks like an import, but is not code. */
const deceptive = 'Says: import { x } from "./x.js"; or () => import("./x.js")';

const schemas = (importExtension: string) => ({
  "schemas/contract.json": { sdk: { importExtension, opentelemetry: true } },
  "schemas/_shared/money.json": { type: "object", properties: { amount: { type: "integer" } } },
  "schemas/paid/v1.json": {
    type: "object",
    description: `${deceptive}\nimport { y } from "./y.js";`,
    properties: { total: { $ref: "../_shared/money.json" }, note: { const: deceptive } },
  },
  "schemas/paid/event.json": {
    description: 'Says: validators: () => import("./x.js")',
    headers: {
      type: "object",
      properties: { tenant: { type: "string" } },
    },
  },
});

/** The paths of other modules that are imported or exported, anywhere in the SDK. */
function importsOf(folder: string): readonly string[] {
  const names = readdirSync(join(folder, "generated"), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const text = readFileSync(join(folder, "generated", name), "utf8");
      const code = [JSON.stringify(deceptive), `'${deceptive}'`]
        .reduce((rest, literal) => rest.replaceAll(literal, ""), text)
        .replace(/\/\*[\s\S]*?\*\//g, "");
      return [...code.matchAll(/(?:from |import\()"(\.[^"]*)"/g)].map(([, path = ""]) => path);
    });
}

test.each([
  [".js", /\.js$/, {}],
  [".ts", /\.ts$/, { module: "nodenext", moduleResolution: "nodenext", allowImportingTsExtensions: true }],
  ["none", /\/[^/]+(?<!\.js|\.ts)$/, { module: "esnext", moduleResolution: "bundler" }],
])("with %j every module is imported so, and the SDK compiles", async (extension, ending, options) => {
  const folder = tempFolder(schemas(extension));
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const imports = importsOf(folder);
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.filter((path) => !ending.test(path))).toEqual([]);
  expect(await typeCheck(folder, options)).toEqual([]);
  const types = readFileSync(join(folder, "generated/events/paid/v1.types.ts"), "utf8");
  expect(types).toContain('import { x } from "./x.js"');
  expect(types).toContain('import { y } from "./y.js";');
  expect(types).toContain(`'${deceptive}'`);
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
});

test("another ending is refused", async () => {
  const ran = await runCli(tempFolder(schemas(".mjs")), ["generate"]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain("importExtension");
});
