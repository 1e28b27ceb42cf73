import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentationParts } from "../../tools/docs/parts.js";
import { placePart } from "../../tools/docs/place-part.js";
import { schemaReference } from "../../tools/docs/schema-reference.js";
import { repository } from "../support/repository.js";

const parts = await documentationParts(repository);

test.each(parts.map((part) => [`${part.file} ${part.marker ?? ""}`.trim(), part] as const))(
  "%s is what its sources say",
  (_, part) => {
    const current = readFileSync(join(repository, part.file), "utf8");
    expect(placePart(current, part), "out of date: run `npm run docs`").toBe(current);
  },
);

test("the reference of a settings file has a section for each object, with links to them", () => {
  const text = schemaReference(
    {
      "a.json": {
        properties: {
          $schema: { type: "string" },
          name: { description: "A name of <b> and `<c>`.", type: "string", examples: ["x"] },
          parts: {
            description: "The parts.",
            additionalProperties: {
              description: "A part.",
              type: "object",
              properties: { size: { description: "Its size.", type: "integer", minimum: 1, maximum: 9 } },
              required: ["size"],
            },
          },
          level: { $ref: "b.json#/definitions/level", description: "How loudly." },
        },
      },
      "b.json": { definitions: { level: { description: "Unused.", enum: ["off", "on"] } } },
    },
    "a.json",
    { parts: "part" },
  );
  expect(text).toMatchInlineSnapshot(`
    "| key | type | meaning |
    | --- | --- | --- |
    | \`name\` | string | A name of \\<b> and \`<c>\`. Example: \`"x"\`. |
    | \`parts\` | [map of objects](#partspart) | The parts. |
    | \`level\` | \`"off"\`, \`"on"\` | How loudly. |

    ### \`parts.<part>\`

    A part.

    | key | type | meaning |
    | --- | --- | --- |
    | \`size\` (required) | integer, 1 to 9 | Its size. |"
  `);
});

test("a key without a description is an error, so that the reference has no empty rows", () => {
  const schemas = { "a.json": { properties: { name: { type: "string" } } } };
  expect(() => schemaReference(schemas, "a.json", {})).toThrow("name has no description");
});

test("a file that lacks a part's markers is an error", () => {
  const part = { file: "a.md", marker: "keys", text: "new" };
  expect(() => placePart("# A\n", part)).toThrow('a.md lacks the lines "<!-- begin keys (npm run docs) -->"');
  expect(placePart("# A\n<!-- begin keys (npm run docs) -->\nold\n<!-- end keys -->\nb\n", part)).toBe(
    "# A\n<!-- begin keys (npm run docs) -->\n\nnew\n\n<!-- end keys -->\nb\n",
  );
});
