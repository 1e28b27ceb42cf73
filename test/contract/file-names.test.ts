import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSchema } from "../../src/files/read-schema.js";
import { load, loadGood } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";

const names = [
  ..."$&+,;=@[]^|!'()*~` {}<>\"".split("").map((character) => `a${character}b.json`),
  "100%.json",
  "a#b.json",
  "what?.json",
  "a%20b.json",
  "käse.json",
  "金.json",
  "🐰.json",
  "a:b.json",
  "a\\b.json",
];

/** The file itself as the only definition beside the version that refers to it. */
async function referTo(path: string, reference: string): Promise<unknown> {
  const { definitions } = await loadGood({
    "ev/v1.json": { type: "object", properties: { a: { $ref: reference } } },
    [path]: { type: "string" },
  });
  const schema = definitions.get("ev/v1.json#")?.schema;
  return typeof schema === "object" ? schema.properties?.["a"] : schema;
}

describe("a file can be referred to, whatever its name", () => {
  test.each(names)("%s, percent-encoded", async (name) => {
    const path = `_s/${name}`;
    expect(await referTo(path, `../_s/${encodeURIComponent(name)}`)).toEqual({ $ref: `${path}#` });
  });
  test.each(names.filter((name) => !/[#?%\\]/.test(name)))("%s, as it is", async (name) => {
    const path = `_s/${name}`;
    expect(await referTo(path, `../_s/${name}`)).toEqual({ $ref: `${path}#` });
  });
  test.each(["a$b & c", "x;y=1,2", "[v1]", "^|@+"])("a folder called %s", async (folder) => {
    const path = `_s/${folder}/a.json`;
    expect(await referTo(path, `../_s/${folder}/a.json`)).toEqual({ $ref: `${path}#` });
    expect(await referTo(path, `../_s/${encodeURIComponent(folder)}/a.json#`)).toEqual({ $ref: `${path}#` });
  });
  test("law: any name that a file can have, percent-encoded", async () => {
    const segment = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 8 })
      .filter((name) => !name.includes("/") && !name.includes("\0"));
    await fc.assert(
      fc.asyncProperty(segment, async (name) => {
        const path = `_s/${name}.json`;
        expect(await referTo(path, `../_s/${encodeURIComponent(`${name}.json`)}`)).toEqual({
          $ref: `${path}#`,
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });
  test("an encoded slash is part of a name, and no way into a folder", async () => {
    const { findings } = await load({ "ev/v1.json": { $ref: "..%2f_s%2fa.json" }, "_s/a.json": {} });
    expect(findings.map(({ rule }) => rule)).toEqual(["ref-unresolved"]);
  });
});

describe("rabbitgen compare reads the file that a reference leads to", () => {
  test.each([
    ["a$b.json", "a$b.json"],
    ["a b.json", "a%20b.json"],
    ["a#b.json", "a%23b.json"],
    ["what?.json", "what%3F.json"],
    ["k\u00e4se.json", "k\\u00e4se.json"],
    ["100%.json", "100%25.json"],
  ])("%s, written %s", (name, reference) => {
    const folder = tempFolder({ "v1.json": `{ "$ref": "${reference}#/x" }`, [name]: {} });
    expect([...readSchema(join(folder, "v1.json"), folder).files.keys()]).toContain(name);
  });
});
