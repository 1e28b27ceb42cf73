import { describe, expect, test } from "vitest";
import { readerBundle } from "../../src/contract/bundle.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { loadSchema } from "../../src/contract/load-schema.js";
import { contains } from "../compat/prove/contains.js";
import { lintFiles } from "../lint/lint-files.js";
import { load, loadGood, places, texts } from "../support/load.js";

const formats = { iban: { pattern: "^[A-Z]{2}[0-9]{13,32}$", description: "ISO 13616" }, color: {} };
const schema = (more: object = {}): object => ({
  type: "object",
  properties: {
    iban: { type: "string", format: "iban", ...more },
    color: { type: "string", format: "color" },
  },
});

describe("formats of contract.json", () => {
  test("are their patterns in the canonical form, beside another pattern, too", async () => {
    const contract = await loadGood({
      "contract.json": { formats },
      "a/v1.json": schema(),
      "b/v1.yaml": 'properties: { x: { format: iban, pattern: "^DE" } }',
    });
    expect(contract.definitions.get("a/v1.json#")?.schema).toMatchObject({
      properties: {
        iban: { type: ["string"], pattern: "^[A-Z]{2}[0-9]{13,32}$" },
        color: { type: ["string"] },
      },
    });
    expect(contract.definitions.get("b/v1.yaml#")?.schema).toEqual({
      properties: { x: { pattern: "^DE", allOf: [{ pattern: "^[A-Z]{2}[0-9]{13,32}$" }] } },
    });
  });

  test("are known, so that only others are unknown; their names are proposed", async () => {
    const files = { "contract.json": { formats }, "a/v1.json": schema({ title: "x" }) };
    expect((await lintFiles(files)).linted.filter(({ rule }) => rule === "format-unknown")).toEqual([]);
    const misspelt = { type: "object", properties: { a: { type: "string", format: "ibann" } } };
    const { findings } = await load({ ...files, "b/v1.json": misspelt });
    expect(findings.map(({ rule, help }) => [rule, help])).toEqual([
      ["format-unknown", 'Did you mean "iban"?'],
    ]);
  });

  test("decide which defaults and values lint finds rejected", async () => {
    const files = { "contract.json": { formats }, "a/v1.json": schema({ default: "DE1" }) };
    expect((await lintFiles(files)).linted.map(({ rule }) => rule)).toEqual(["default-rejected"]);
  });

  test("are a language for the questions of compatibility, also of one file in its folder", async () => {
    const bundle = async (more: object) => {
      const files = texts({ "contract.json": { formats }, "a/v1.json": schema(more) });
      const { schema: loaded } = await loadSchema(files, "a/v1.json");
      return readerBundle(loaded?.location ?? "", loaded?.definitions ?? new Map());
    };
    const [wide, narrow] = [await bundle({ minLength: 15 }), await bundle({ minLength: 16 })];
    expect(contains(await bundle({}), wide)).toEqual({ kind: "proved" });
    expect(contains(wide, await bundle({}))).toEqual({ kind: "proved" });
    const { kind, ...rest } = contains(narrow, wide) as { kind: string; witness: { iban: string } };
    expect(kind).toBe("refuted");
    expect(rest.witness.iban).toMatch(/^[A-Z]{2}[0-9]{13}$/);
  });

  test("are errors when their pattern means nothing, their name is the standard's, or a key is unknown", async () => {
    const wrong = { a: { pattern: "(" }, date: { pattern: "^x" }, b: { patern: "x" } };
    const { findings } = await loadContract(texts({ "contract.json": { formats: wrong }, "a/v1.json": {} }));
    expect(places(findings)).toEqual(["contract.json:10:7 error settings-invalid"]);
    const { b: _, ...more } = wrong;
    const others = await loadContract(texts({ "contract.json": { formats: more }, "a/v1.json": {} }));
    expect(places(others.findings)).toEqual([
      "contract.json:4:18 error pattern-invalid",
      "contract.json:6:5 error settings-invalid",
    ]);
  });
});
