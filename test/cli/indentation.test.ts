import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

/** The JSON files that a run has named, with the first indentation of each. */
function indentationsIn(folder: string, paths: readonly string[]): ReadonlySet<string | undefined> {
  return new Set(paths.map((path) => /^([ \t]+)"/m.exec(readFileSync(join(folder, path), "utf8"))?.[1]));
}

function pathsIn(text: string): string[] {
  return text.split("\n").filter((line) => /^[\w./-]+\.json$/.test(line));
}

test.each([
  ["a tab", "\t"],
  ["four spaces", "    "],
  ["two spaces", "  "],
])("init, new, import and generate indent with %s, as package.json does", async (_name, indentation) => {
  const text = `${JSON.stringify({ name: "x", type: "module" }, undefined, indentation)}\n`;
  const document = {
    asyncapi: "3.0.0",
    info: { title: "x", version: "1" },
    channels: { c: { address: "order.paid", messages: { OrderPaid: { payload: { type: "object" } } } } },
  };
  const folder = tempFolder({ "package.json": text, "asyncapi.json": document });
  const init = await runCli(folder, ["init"]);
  const made = await runCli(folder, ["new", "order_sent"]);
  const imported = await runCli(folder, ["import", "asyncapi", "asyncapi.json", "--out", "imported"]);
  const paths = [init, made, imported].map(({ out }) => pathsIn(out));
  expect(paths.map(({ length }) => length)).toEqual([6, 4, 3]);
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const all = [...paths.flat(), "generated/rabbitgen.json"];
  expect(indentationsIn(folder, all)).toEqual(new Set([indentation]));
});

test("indents with two spaces where no package.json says otherwise, or one on a single line", async () => {
  const folder = tempFolder({ "package.json": '{ "name": "x" }' });
  const { out } = await runCli(folder, ["init"]);
  expect(indentationsIn(folder, pathsIn(out))).toEqual(new Set(["  "]));
});
