import { describe, expect, test } from "vitest";
import { load, loadGood, places } from "../support/load.js";
import { formsOfSchema } from "../support/validate.js";

const money = "https://example.com/money";
const uses = { type: "object", properties: { total: { $ref: money } } };
const amount = (type: string) => ({ $id: money, type: "object", properties: { amount: { type } } });

/** The only definition that a reference in the version's root leads to. */
async function referredFrom(path: string, files: Record<string, unknown>): Promise<string | undefined> {
  const { definitions } = await loadGood(files);
  const schema = definitions.get(`${path}#`)?.schema;
  const total = typeof schema === "object" ? schema.properties?.["total"] : undefined;
  return typeof total === "object" ? total.$ref : undefined;
}

describe("a reference inside a compound document means the document's own schema", () => {
  test.each([
    ["equal ones", "number", "number"],
    ["different ones", "number", "string"],
  ])("where two versions bundle %s under one $id", async (_, one, two) => {
    const files = {
      "order/v1.json": { ...uses, $defs: { money: amount(one) } },
      "order/v2.json": { ...uses, $defs: { money: amount(two) } },
    };
    expect(await referredFrom("order/v1.json", files)).toBe("order/v1.json#/$defs/money");
    expect(await referredFrom("order/v2.json", files)).toBe("order/v2.json#/$defs/money");
  });

  test("where the versions have the same $id themselves", async () => {
    const version = (type: string) => ({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "https://example.com/order",
      type: "object",
      properties: { total: { $ref: "#/definitions/x" } },
      definitions: { x: { type } },
    });
    const files = { "order/v1.json": version("number"), "order/v2.json": version("string") };
    expect(await referredFrom("order/v1.json", files)).toBe("order/v1.json#/definitions/x");
    expect(await referredFrom("order/v2.json", files)).toBe("order/v2.json#/definitions/x");
  });

  test("where the reference is in another bundled schema, and through anchors", async () => {
    const bundle = (type: string) => ({
      type: "object",
      properties: { total: { $ref: "https://example.com/line#total" } },
      $defs: {
        line: { $id: "https://example.com/line", $defs: { t: { $anchor: "total", $ref: "money#m" } } },
        money: { $id: money, $defs: { m: { $anchor: "m", type } } },
      },
    });
    const { definitions } = await loadGood({ "a/v1.json": bundle("number"), "b/v1.json": bundle("string") });
    expect(definitions.get("b/v1.json#/$defs/line/$defs/t")?.schema).toMatchObject({
      $ref: "b/v1.json#/$defs/money/$defs/m",
    });
  });

  test("where one file has the same $id twice, each with its own definitions", async () => {
    const part = (type: string) => ({
      $id: "https://example.com/part",
      $ref: "#/$defs/own",
      $defs: { own: { type } },
    });
    const { read } = await formsOfSchema({
      type: "object",
      properties: { a: part("number"), b: part("string") },
    });
    expect([read({ a: 1, b: "x" }), read({ a: "x" }), read({ b: 1 })]).toEqual([true, false, false]);
  });

  test("and validates by it", async () => {
    const { read } = await formsOfSchema(
      { ...uses, $defs: { money: amount("number") } },
      { "other/v1.json": { ...uses, $defs: { money: amount("string") } } },
    );
    expect([read({ total: { amount: 1 } }), read({ total: { amount: "x" } })]).toEqual([true, false]);
  });
});

describe("a reference from outside", () => {
  const outside = { "_other/uses.json": uses };
  test("takes schemas that are equal, whatever the order of their keys", async () => {
    const reordered = { properties: { amount: { type: "number" } }, type: "object", $id: money };
    const files = {
      ...outside,
      "order/v1.json": { $defs: { money: amount("number") } },
      "order/v2.json": { $defs: { money: reordered } },
    };
    expect(await referredFrom("_other/uses.json", files)).toBe("order/v1.json#/$defs/money");
  });

  test("prefers the file that is nothing but the schema", async () => {
    const files = {
      ...outside,
      "_shared/money.json": amount("number"),
      "order/v1.json": { ...uses, $defs: { money: amount("number") } },
    };
    expect(await referredFrom("_other/uses.json", files)).toBe("_shared/money.json#");
  });

  test("is refused where it could mean two different ones", async () => {
    const { findings } = await load({
      ...outside,
      "order/v1.json": { $defs: { money: amount("number") } },
      "order/v2.json": { $defs: { money: amount("string") } },
    });
    expect(places(findings)).toEqual(["_other/uses.json:5:15 error ref-ambiguous"]);
    expect(findings[0]?.message).toContain("order/v1.json#/$defs/money and order/v2.json#/$defs/money");
  });

  test("is refused where they are written alike and refer to different ones", async () => {
    const bundle = (type: string) => ({
      $defs: {
        money: { $id: money, properties: { currency: { $ref: "currency" } } },
        currency: { $id: "https://example.com/currency", type },
      },
    });
    const { findings } = await load({
      ...outside,
      "order/v1.json": bundle("string"),
      "order/v2.json": bundle("integer"),
    });
    expect(places(findings)).toEqual(["_other/uses.json:5:15 error ref-ambiguous"]);
  });

  test("takes equal ones that refer to each other", async () => {
    const bundle = {
      $defs: {
        money: { $id: money, properties: { of: { $ref: "purse" } } },
        purse: { $id: "https://example.com/purse", properties: { holds: { items: { $ref: "money" } } } },
      },
    };
    const { findings } = await load({ ...outside, "order/v1.json": bundle, "order/v2.json": bundle });
    expect(findings).toEqual([]);
  });
});
