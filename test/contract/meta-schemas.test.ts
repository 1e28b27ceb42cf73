import { describe, expect, test } from "vitest";
import { load, loadGood, places } from "../support/load.js";
import { formsOfSchema } from "../support/validate.js";

describe("a reference to a standard meta-schema takes schemas of that draft", () => {
  test.each([
    [
      "http://json-schema.org/draft-04/schema#",
      { exclusiveMinimum: true, minimum: 1 },
      { exclusiveMinimum: 1 },
    ],
    ["http://json-schema.org/draft-06/schema", { exclusiveMinimum: 1 }, { exclusiveMinimum: true }],
    ["http://json-schema.org/draft-07/schema#", { if: { type: "string" } }, { if: { type: "strin" } }],
    [
      "https://json-schema.org/draft/2019-09/schema",
      { $defs: { a: { minimum: 1 } } },
      { $defs: { a: { minimum: "1" } } },
    ],
    [
      "https://json-schema.org/draft/2020-12/schema#",
      { prefixItems: [{ type: "string" }] },
      { prefixItems: [{ type: 1 }] },
    ],
  ])("%s", async ($ref, valid, invalid) => {
    const { read } = await formsOfSchema({ type: "object", properties: { schema: { $ref } } });
    expect([read({ schema: valid }), read({ schema: invalid })]).toEqual([true, false]);
    expect(read({ schema: { properties: { deep: { items: valid } } } }), "deep inside").toBe(true);
    const keyword = $ref.includes("draft-04") || $ref.includes("draft-06") ? "not" : "then";
    expect(read({ schema: { properties: { deep: { [keyword]: invalid } } } }), "deep inside").toBe(false);
  });

  test("also a part of it", async () => {
    const { read } = await formsOfSchema({
      type: "object",
      properties: {
        types: { $ref: "http://json-schema.org/draft-07/schema#/definitions/simpleTypes" },
        size: { $ref: "https://json-schema.org/draft/2020-12/schema#/properties/definitions" },
      },
    });
    expect([read({ types: "string" }), read({ types: "strin" })]).toEqual([true, false]);
    expect([read({ size: {} }), read({ size: 1 })]).toEqual([true, false]);
  });

  test("unless the folder has a schema of that $id", async () => {
    const $id = "http://json-schema.org/draft-07/schema";
    const { definitions } = await loadGood({
      "a/v1.json": { properties: { schema: { $ref: `${$id}#` } } },
      "_meta/draft-07.json": { $id, type: "object" },
    });
    expect(definitions.has("_meta/draft-07.json#")).toBe(true);
  });

  test("a vocabulary alone is not one", async () => {
    const { findings } = await load({
      "a/v1.json": { $ref: "https://json-schema.org/draft/2020-12/meta/core" },
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["ref-remote"]);
  });
});

describe("a company's own $schema", () => {
  const own = "https://example.com/meta/event";
  /** Valid in draft-04 only. */
  const draft04 = { type: "number", minimum: 1, exclusiveMinimum: true };

  test.each([own, `${own}#`, own.replace("https", "http")])(
    "%s is the draft that contract.json says",
    async ($schema) => {
      const { read } = await formsOfSchema(
        { $schema, ...draft04 },
        { "contract.json": { dialects: { [own]: "draft-04" } } },
      );
      expect([read(1), read(2)]).toEqual([false, true]);
    },
  );

  test.each([
    ["by its $id", own, { $id: own }],
    ["by the id of draft-04", own, { id: `${own}#` }],
    ["by its path", "../_meta/event.json", {}],
  ])("is the draft of the meta-schema in the folder, %s", async (_, $schema, identity) => {
    const meta = { $schema: "http://json-schema.org/draft-04/schema#", type: "object", ...identity };
    const { read } = await formsOfSchema({ $schema, ...draft04 }, { "_meta/event.json": meta });
    expect([read(1), read(2)]).toEqual([false, true]);
  });

  test("is followed over several meta-schemas, and contract.json has the last word", async () => {
    const files = {
      "_meta/a.json": { $schema: "https://example.com/b", id: own },
      "_meta/b.json": { $schema: "http://json-schema.org/draft-04/schema", id: "https://example.com/b" },
    };
    const schema = { $schema: own, ...draft04 };
    expect((await formsOfSchema(schema, files)).read(1)).toBe(false);
    const settings = { dialects: { [own]: "draft-07" } };
    const { findings } = await load({ "event/v1.json": schema, ...files, "contract.json": settings });
    expect(findings.map(({ rule }) => rule)).toEqual(["schema-invalid"]);
  });

  test("is refused where its meta-schemas lead in a circle", async () => {
    const { findings } = await load({
      "a/v1.json": { $schema: own },
      "_meta/a.json": { $schema: "https://example.com/b", $id: own },
      "_meta/b.json": { $schema: own, $id: "https://example.com/b" },
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["schema-dialect", "schema-dialect"]);
  });

  test("applies to a part of a file, too", async () => {
    const { read } = await formsOfSchema(
      {
        type: "object",
        properties: { a: { $schema: own, id: "https://example.com/a", ...draft04 } },
        $schema: own,
      },
      { "contract.json": { dialects: { [own]: "draft-04" } } },
    );
    expect([read({ a: 1 }), read({ a: 2 })]).toEqual([false, true]);
  });

  test("a draft that there is not is a mistake in contract.json", async () => {
    const { findings } = await load({
      "a/v1.json": { $schema: own },
      "contract.json": { dialects: { [own]: "draft-03" } },
    });
    expect(places(findings)).toContain("contract.json:3:39 error settings-invalid");
  });
});
