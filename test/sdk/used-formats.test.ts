import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { standardFormats } from "../../src/contract/standard-formats.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

/** The SDK's folder of formats for an event with these schemas beside it. */
async function generated(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = tempFolder(
    Object.fromEntries(Object.entries(files).map(([path, value]) => [`schemas/${path}`, value])),
  );
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  expect(await typeCheck(folder)).toEqual([]);
  return join(folder, "generated/runtime/formats");
}

const namesIn = (folder: string): readonly string[] =>
  [...readFileSync(join(folder, "formats.ts"), "utf8").matchAll(/^ {2}"?([a-z0-9-]+)"?: is/gm)].map(
    ([, name = ""]) => name,
  );

test("an SDK whose schemas have no format has the empty table alone", async () => {
  const folder = await generated({ "ev/v1.json": { type: "string" } });
  expect(readdirSync(folder)).toEqual(["formats.ts"]);
  expect(namesIn(folder)).toEqual([]);
});

test("only the formats that events lead to are there, with what they need, wherever they stand", async () => {
  const folder = await generated({
    "_shared/money.json": {
      $defs: { at: { type: "string", format: "time" }, by: { format: "idn-hostname" } },
    },
    "_shared/unused.json": { format: "iri" },
    "ev/v1.json": {
      type: "object",
      properties: { at: { $ref: "../_shared/money.json#/$defs/at" } },
      anyOf: [{ properties: { host: { items: { not: { format: "email" } } } } }, {}],
    },
    "ev/event.json": { headers: { type: "object", properties: { id: { type: "string", format: "uuid" } } } },
  });
  expect(namesIn(folder)).toEqual(["time", "email", "uuid"]);
  expect(readdirSync(folder).sort()).toEqual([
    "date-time.ts",
    "formats.ts",
    "hostname.ts",
    "idna.ts",
    "short-formats.ts",
  ]);
});

test("every format of the standard can be used, and all of them together", async () => {
  const all = [...standardFormats];
  const properties = Object.fromEntries(all.map((format) => [format, { type: "string", format }]));
  const folder = await generated({ "ev/v1.json": { type: "object", properties } });
  expect([...namesIn(folder)].sort()).toEqual([...all].sort());
});
