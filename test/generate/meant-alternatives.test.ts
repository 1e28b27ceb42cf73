import { expect, test } from "vitest";
import { runtimeFiles } from "../../src/files/package-files.js";
import { generateSdk } from "../../src/sdk/generate-sdk.js";
import { loadGood } from "../support/load.js";

const text = { type: "string" };
const card = {
  properties: { kind: { const: "card" }, number: text, cvc: text },
  required: ["kind", "number"],
};
const transfer = { properties: { kind: { const: "transfer" }, iban: text }, required: ["kind", "iban"] };

/** What generating says of examples, each with its place. */
async function said(schema: object, examples: Readonly<Record<string, unknown>>) {
  const files = Object.entries(examples).map(([path, value]) => [`paid/examples/v1/${path}.json`, value]);
  const contract = await loadGood({ "paid/v1.json": schema, ...Object.fromEntries(files) });
  const { findings } = await generateSdk(contract, { runtime: runtimeFiles() });
  return findings.map(({ rule, pointer, message }) => [rule, pointer, message.replace(/^.*: it /, "")]);
}

test.each(["oneOf", "anyOf"])(
  "of an example that fails a %s, only what the alternative lacks that was meant is named",
  async (keyword) => {
    const schema = { type: "object", properties: { pay: { [keyword]: [card, transfer] }, id: text } };
    const examples = {
      "valid/transfer": { pay: { kind: "transfer" } },
      "valid/card": { pay: { kind: "card", number: 1 }, id: 1 },
      "valid/good": { pay: { kind: "card", number: "1" } },
      "invalid/none": { pay: {} },
    };
    expect((await said(schema, examples)).toSorted()).toEqual([
      ["example-invalid", "/id", "must be string."],
      ["example-invalid", "/pay", 'must have property "iban".'],
      ["example-invalid", "/pay/number", "must be string."],
    ]);
  },
);

test("an alternative that is a definition is meant as well", async () => {
  const schema = { type: "object", properties: { pay: { oneOf: [card, { $ref: "#/$defs/other" }] } } };
  const $defs = { other: transfer };
  const found = await said({ ...schema, $defs }, { "valid/a": { pay: { kind: "transfer" } } });
  expect(found).toEqual([["example-invalid", "/pay", 'must have property "iban".']]);
});
