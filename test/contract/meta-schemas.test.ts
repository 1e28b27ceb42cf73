import { describe, expect, test } from "vitest";
import { load, loadGood } from "../support/load.js";
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

  test.each([
    ["https://json-schema.org/draft/2020-12/meta/core", { $ref: "#/a" }, { $ref: 1 }],
    ["https://json-schema.org/draft/2020-12/meta/applicator", { prefixItems: [{}] }, { prefixItems: [1] }],
    [
      "http://json-schema.org/draft/2020-12/meta/unevaluated#",
      { unevaluatedItems: {} },
      { unevaluatedItems: 1 },
    ],
    ["https://json-schema.org/draft/2020-12/meta/validation", { maximum: 1 }, { maximum: "1" }],
    ["https://json-schema.org/draft/2020-12/meta/meta-data", { title: "a" }, { title: 1 }],
    ["https://json-schema.org/draft/2020-12/meta/format-annotation", { format: "a" }, { format: 1 }],
    ["https://json-schema.org/draft/2020-12/meta/content", { contentEncoding: "a" }, { contentEncoding: 1 }],
    ["https://json-schema.org/draft/2019-09/meta/core", { $anchor: "a" }, { $anchor: 1 }],
    ["https://json-schema.org/draft/2019-09/meta/applicator", { not: { not: {} } }, { not: { not: 1 } }],
    ["https://json-schema.org/draft/2020-12/meta/validation#/$defs/simpleTypes", "string", "strin"],
  ])("a vocabulary alone: %s", async ($ref, valid, invalid) => {
    const { read } = await formsOfSchema({ type: "object", properties: { schema: { $ref } } });
    expect([read({ schema: valid }), read({ schema: invalid })]).toEqual([true, false]);
  });

  test("a vocabulary alone says nothing of keywords of others, at any depth", async () => {
    const $ref = "https://json-schema.org/draft/2020-12/meta/applicator";
    const { read } = await formsOfSchema({ type: "object", properties: { schema: { $ref } } });
    expect(read({ schema: { items: { type: "strin" } } })).toBe(true);
  });

  test.each(["https://json-schema.org/draft/2020-12/meta/cor", "http://json-schema.org/draft-07/meta/core"])(
    "a vocabulary that does not exist is not one: %s",
    async ($ref) => {
      const { findings } = await load({ "a/v1.json": { $ref } });
      expect(findings.map(({ rule }) => rule)).toEqual(["ref-remote"]);
    },
  );
});
