import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const line = {
  type: "object",
  properties: { sku: { type: "string", pattern: "^[A-Z]+$" }, unit: { enum: ["kg", "piece"] } },
};
const properties = {
  kind: { enum: ["new", "used"] },
  at: { type: "string", format: "date-time" },
  contact: {
    anyOf: [
      { type: "string", minLength: 3 },
      { type: "object", properties: { mail: { type: "string" } } },
    ],
  },
  lines: { type: "array", items: { $ref: "#/$defs/line" }, uniqueItems: true },
  tree: { $ref: "#/$defs/tree" },
  note: { oneOf: [{ maxLength: 5 }, { pattern: "^x" }] },
};
const $defs = {
  line,
  tree: { type: "object", properties: { next: { $ref: "#/$defs/tree" }, line: { $ref: "#/$defs/line" } } },
};

/** The lines that a change of the schema takes from and adds to the module of validators. */
async function changed(
  change: (schema: Record<string, object>) => object,
): Promise<{ gone: string[]; come: string[] }> {
  const schema = { type: "object", properties, required: ["kind", "at"], $defs } as unknown as Record<
    string,
    object
  >;
  const folder = tempFolder({ "schemas/order/v1.json": schema });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  cpSync(join(folder, "generated"), join(folder, "before"), { recursive: true });
  writeFiles(folder, { "schemas/order/v1.json": change(schema) });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  const file = "events/order/v1.validators.ts";
  const { stdout } = spawnSync("git", ["diff", "--no-index", "-U0", `before/${file}`, `generated/${file}`], {
    cwd: folder,
    encoding: "utf8",
  });
  const lines = (sign: RegExp): string[] => stdout.split("\n").filter((text) => sign.test(text));
  return { gone: lines(/^-(?!--)/), come: lines(/^\+(?!\+\+)/) };
}

test("an optional property in front of all others changes no line but the one that refuses undeclared properties", async () => {
  const { gone, come } = await changed((schema) => ({
    ...schema,
    properties: { added: { type: "string", pattern: "^a", maxLength: 9 }, ...properties },
  }));
  expect(gone.filter((text) => !text.includes("key0"))).toEqual([]);
  expect(gone.length).toBeLessThanOrEqual(1);
  expect(come.filter((text) => text.includes("added")).length).toBeGreaterThan(5);
});

test("a definition in front of all others changes no other function", async () => {
  const { gone, come } = await changed((schema) => ({
    ...schema,
    properties: { added: { $ref: "#/$defs/added" }, ...properties },
    $defs: {
      added: { type: "object", properties: { line: { $ref: "#/$defs/line" } }, required: ["line"] },
      ...$defs,
    },
  }));
  expect(gone.filter((text) => !text.includes("key0"))).toEqual([]);
  expect(come.filter((text) => /^\+function \w+OrderV1Added\(/.test(text))).toHaveLength(2);
});
