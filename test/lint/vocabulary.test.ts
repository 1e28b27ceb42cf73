import { describe, expect, test } from "vitest";
import { load, places } from "../support/load.js";
import { lintFiles } from "./lint-files.js";

/** What is said of one schema, as rule and help by keyword. */
async function helps(schema: object, contract: object = {}): Promise<Record<string, string | undefined>> {
  const files = { "contract.json": contract, "a/v1.json": { type: "object", ...schema } };
  const { linted } = await lintFiles(files);
  return Object.fromEntries(
    linted
      .filter(({ rule }) => rule.startsWith("keyword-"))
      .map(({ pointer, rule, help }) => [`${rule} ${pointer}`, help]),
  );
}

describe("keywords of other schema languages", () => {
  test("are found with a replacement that fits the keywords beside them", async () => {
    const properties = {
      a: { type: "string", nullable: true },
      b: { type: ["string", "integer"], nullable: true, enum: ["x", 1] },
      c: { $ref: "#/properties/a", nullable: true },
      d: { type: "number", divisibleBy: 2 },
      e: { disallow: "string" },
      f: { extends: { $ref: "#/properties/a" } },
      g: { type: "string", optional: true },
    };
    expect(await helps({ properties, discriminator: { propertyName: "kind" }, xml: { name: "x" } })).toEqual({
      "keyword-foreign /discriminator":
        'Write oneOf, and in each alternative a required property with its own "const".',
      "keyword-foreign /xml": "Remove it; messages are JSON.",
      "keyword-foreign /properties/a/nullable": 'Write "type": ["string", "null"].',
      "keyword-foreign /properties/b/nullable":
        'Write "type": ["string", "integer", "null"], and add null to "enum".',
      "keyword-foreign /properties/c/nullable": 'Write "anyOf": [{ "$ref": … }, { "type": "null" }].',
      "keyword-foreign /properties/d/divisibleBy": 'Write "multipleOf".',
      "keyword-foreign /properties/e/disallow": 'Write "not": { "type": "string" }.',
      "keyword-foreign /properties/f/extends": 'Write "allOf" with a list of schemas.',
      "keyword-foreign /properties/g/optional": `Remove the property from the object's "required".`,
    });
  });

  test("that say no more than leaving them out are quiet, and so are properties of their names", async () => {
    const properties = { nullable: { type: "string", nullable: false }, optional: { type: "string" } };
    expect(await helps({ properties, optional: false })).toEqual({});
  });
});

test("annotations of tools in use are not called misspelt", async () => {
  const words =
    "example tsType tsEnumNames tsAdditionalProperties enumNames enumDescriptions markdownDescription deprecationMessage " +
    "defaultSnippets x-description X-Title _comment comment meta:enum ui:title javaType";
  expect(await helps(Object.fromEntries(words.split(" ").map((word) => [word, "text"])))).toEqual({});
  expect(await helps({ exampels: ["x"], titel: "x" })).toEqual({
    "keyword-unknown /exampels": 'Did you mean "examples"?',
    "keyword-unknown /titel": 'Did you mean "title"?',
  });
});

test("a team's own annotations are listed in contract.json", async () => {
  const schema = { titles: { de: "Bestellung" }, contain: "pii" };
  expect(Object.keys(await helps(schema))).toEqual(["keyword-unknown /titles", "keyword-unknown /contain"]);
  expect(await helps(schema, { annotations: ["titles", "contain"] })).toEqual({});
  expect(Object.keys(await helps(schema, { annotations: ["titles"] }))).toEqual(["keyword-unknown /contain"]);
});

test("spellings of old drafts that are errors say what to write instead", async () => {
  const { findings } = await load({
    "a/v1.json": {
      type: "object",
      properties: {
        a: { type: "string", required: true },
        b: { type: ["string", { type: "null" }] },
        c: { type: "any" },
        d: { type: "number", minimum: 0, exclusiveMinimum: true },
        e: { type: "array", items: [{ type: "string" }] },
      },
    },
  });
  expect(findings.map(({ pointer, help }) => [pointer, help])).toEqual([
    [
      "/properties/a/required",
      'A boolean "required" is draft-03; write "required": ["name", …] in the enclosing object.',
    ],
    ["/properties/b/type", 'A schema as "type" is draft-03; write "anyOf" with a list of schemas.'],
    ["/properties/b/type/1", 'A schema as "type" is draft-03; write "anyOf" with a list of schemas.'],
    ["/properties/c/type", 'Remove "type"; without it any value is valid.'],
    ["/properties/d/exclusiveMinimum", 'Since draft-06 this is the bound itself; it replaces "minimum".'],
    ["/properties/e/items", 'Since 2020-12 a list of schemas by position is called "prefixItems".'],
  ]);
});

describe("keywords of one type without that type", () => {
  const found = async (schema: object): Promise<string[]> => {
    const { linted } = await lintFiles({ "a/v1.json": schema });
    return places(linted.filter(({ rule }) => rule === "type-undeclared")).map(
      (line) => line.split(" ")[0] ?? "",
    );
  };

  test("are found at each place where no keyword sets the type, and once for subschemas that apply in place", async () => {
    const audited = { properties: { by: { type: "string" } } };
    expect(await found({ ...audited, allOf: [{ required: ["by"] }], anyOf: [{ minProperties: 1 }] })).toEqual(
      ["a/v1.json:1:1"],
    );
    const $defs = { audited };
    expect(await found({ type: "object", $defs, allOf: [{ $ref: "#/$defs/audited" }] })).toEqual([]);
    const both = { allOf: [{ $ref: "#/$defs/audited" }], properties: { a: { $ref: "#/$defs/audited" } } };
    expect(await found({ type: "object", $defs, ...both })).toHaveLength(1);
  });

  test("are quiet in conditions, for names, beside values, and where several types are meant", async () => {
    const properties = {
      a: { minLength: 1, minItems: 1 },
      b: { enum: ["x"], minLength: 1 },
      c: {},
      d: { type: "object", propertyNames: { pattern: "^a" } },
    };
    const condition = { if: { properties: { a: { minLength: 2 } } }, else: { required: ["c"] } };
    expect(await found({ type: "object", properties, ...condition })).toEqual([]);
  });
});
