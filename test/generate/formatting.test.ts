import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { differsInFormatting } from "../../src/files/formatting.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const schemas = {
  "schemas/_shared/money.json": {
    type: "object",
    properties: { amount: { type: "integer" }, "a-b": { enum: ["it's", 'a "b"'] } },
  },
  "schemas/paid/v1.json": {
    type: "object",
    description:
      "What's paid, and by whom: a text that is long enough to be broken into several lines by nobody.",
    properties: {
      total: { $ref: "../_shared/money.json" },
      how: { oneOf: [{ const: "card" }, { type: "object", properties: { iban: { type: "string" } } }] },
    },
  },
  "biome.json": {
    formatter: { indentStyle: "tab", lineWidth: 60 },
    javascript: { formatter: { quoteStyle: "single", trailingCommas: "none" } },
  },
};

function format(folder: string): void {
  const biome = join(repository, "checks", "biome", "run-biome.js");
  execFileSync(process.execPath, [biome, "format", "--write", "generated"], { cwd: folder, stdio: "pipe" });
}

function replaceInAll(folder: string, text: string, by: string): void {
  for (const name of readdirSync(join(folder, "generated"), { recursive: true, encoding: "utf8" })) {
    const path = join(folder, "generated", name);
    if (path.endsWith(".ts")) writeFileSync(path, readFileSync(path, "utf8").replace(text, by));
  }
}

describe("generate --check, where a formatter has rewritten the SDK", () => {
  test("says that only the formatting differs, and how to keep the formatter out", async () => {
    const folder = tempFolder(schemas);
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
    format(folder);
    expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
    // a formatter that the first lines do not stop
    replaceInAll(folder, "// biome-ignore-all format: generated\n", "");
    format(folder);
    replaceInAll(
      folder,
      "// biome-ignore-all lint: generated\n",
      "$&// biome-ignore-all format: generated\n",
    );
    const ran = await runCli(folder, ["generate", "--check"]);
    expect(ran.code).toBe(1);
    const lines = ran.out.split("\n").filter((line) => line.startsWith("changed"));
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => !line.endsWith("only the formatting differs"))).toEqual([]);
    expect(ran.out).toContain('Add the line "generated/" to .prettierignore');
    const events = join(folder, "generated/events.ts");
    writeFileSync(events, readFileSync(events, "utf8").replace("deliveryMode: 2", "deliveryMode: 1"));
    const edited = await runCli(folder, ["generate", "--check"]);
    expect(edited.out).toMatch(/^changed {2}generated\/events\.ts$/m);
    expect(edited.out).toContain("generated/ is out of date.");
  });
});

describe("differsInFormatting", () => {
  test.each([
    ['const a = {"b": "it\'s", c: (1)};', "const a = {\n\tb: 'it\\'s',\n\tc: 1,\n}"],
    ["type A = B | C;", "type A =\n  | B\n  | C;"],
    ["return; // no\nbreak;", "return // no\nbreak"],
    ["return (\n  a || b\n);", "return a || b"],
    ["const f = async (a) => a;\n++b;", "const f = async a =>\n  a\n++b"],
    [
      "const c = { async, b: async () => 1, return: 2 }",
      "const c = {\n  async,\n  b: async () => 1,\n  return: 2,\n}",
    ],
    ["/** One\n * two. */\nlet a;", "/**\n * One two.\n */\nlet a"],
  ])("%j says what %j says", (one, other) => expect(differsInFormatting(one, other)).toBe(true));

  test.each([
    ['a("x y")', 'a("xy")'],
    ['a = "b"', "a = b"],
    ["a || b", "a & b"],
    ["// one\na", "// two\na"],
    ["a(1, 2)", "a(12)"],
    ["return value", "return\nvalue"],
    ["return (value)", "return\n(value)"],
    ["return value", "return; value"],
    ["return /* a */ value", "return /* a */\nvalue"],
    ["return /* a b */ value", "return /* a\n b */ value"],
    ["throw value", "throw\nvalue"],
    ["break label", "break\nlabel"],
    ["continue label", "continue\nlabel"],
    ["yield value", "yield\nvalue"],
    ["async function a() {}", "async\nfunction a() {}"],
    ["a++\nb", "a\n++b"],
    ["a--\nb", "a\n--b"],
    ["a++; b", "a; ++b"],
    ["a + +b", "a ++b"],
    ["a => b", "a\n=> b"],
  ])("%j does not say what %j says", (one, other) => expect(differsInFormatting(one, other)).toBe(false));
});
