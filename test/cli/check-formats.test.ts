import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

test("check and examples hold messages against the formats of contract.json", async () => {
  const folder = tempFolder({
    "schemas/contract.json": { formats: { sku: { pattern: "^[A-Z]{3}-\\d+$" } } },
    "schemas/a/v1.json": {
      type: "object",
      properties: { skus: { type: "array", items: { type: "string", format: "sku" } } },
    },
    "schemas/a/examples/v1/valid/first.json": { skus: ["ABC-1"] },
    "schemas/a/examples/v1/invalid/first.json": { skus: ["abc-1"] },
  });
  const check = (input: string) => runCli(folder, ["check", "a", "v1", "-"], { input });
  expect((await check('{ "skus": ["ABC-1"] }')).code).toBe(0);
  const wrong = await check('{ "skus": ["ABC-1", "ABC"] }');
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('The value at /skus/1 must match pattern "^[A-Z]{3}-\\\\d+$".');
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
});
