import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const text = { type: "string" };
const card = {
  properties: { kind: { const: "card" }, number: text, cvc: text },
  required: ["kind", "number"],
};
const transfer = {
  properties: { kind: { const: "transfer" }, iban: text, bic: text },
  required: ["kind", "iban"],
};
const schema = (keyword: string) => ({
  type: "object",
  properties: { pay: { [keyword]: [card, transfer] }, id: text, mail: { type: "string", format: "email" } },
});

async function said(written: object, message: object) {
  const folder = tempFolder({ "schemas/ev/v1.json": written, "m.json": message });
  const { out } = await runCli(folder, ["check", "ev", "v1", "m.json", "--format", "json"]);
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly message: string }[] };
  return findings.map((finding) => finding.message);
}

test.each(["oneOf", "anyOf"])(
  "of a failing %s, check names only what the alternative lacks that was meant",
  async (keyword) => {
    expect(await said(schema(keyword), { pay: { kind: "transfer" } })).toEqual([
      'The value at /pay must have property "iban".',
    ]);
    expect(await said(schema(keyword), { pay: { kind: "card", number: 1 } })).toEqual([
      "The value at /pay/number must be string.",
    ]);
    const both = await said(schema(keyword), { pay: { kind: "card" }, id: 1, mail: "none" });
    expect(both.toSorted()).toEqual([
      "The value at /id must be string.",
      expect.stringMatching(/^The value at \/mail must match format/),
      'The value at /pay must have property "number".',
    ]);
  },
);

test("without a value that tells them apart, it is the closest one", async () => {
  const shapes = [
    { properties: { width: { type: "number" }, height: { type: "number" } }, required: ["width", "height"] },
    { properties: { radius: { type: "number" } }, required: ["radius", "center", "unit"] },
  ];
  expect(await said({ type: "object", oneOf: shapes }, { width: 1 })).toEqual([
    'The message must have property "height".',
  ]);
});

test("failures outside of alternatives are all named", async () => {
  const { length } = await said({ type: "object", required: ["a", "b"], properties: { c: text } }, { c: 1 });
  expect(length).toBe(3);
});
