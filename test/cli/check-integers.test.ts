import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const schema = { type: "object", properties: { id: { type: "integer" } } };

test("check finds the integers for which the SDK refuses a message, as a consumer and as a publisher", async () => {
  const folder = tempFolder({ "schemas/a/v1.json": schema });
  const check = (input: string, ...more: string[]) =>
    runCli(folder, ["check", "a", "v1", "-", ...more], { input });
  const rounded = await check('{ "id": 9007199254740993 }');
  expect(rounded.code).toBe(1);
  expect(rounded.out).toContain(
    "The value at /id is the integer 9007199254740993, which JavaScript reads as 9007199254740992.",
  );
  const exact = '{ "id": 9007199254740992 }';
  expect((await check(exact)).code).toBe(0);
  const published = await check(exact, "--as", "publisher");
  expect(published.code).toBe(1);
  expect(published.out).toContain(
    "an integer beyond ±2^53 that JavaScript cannot distinguish from adjacent integers",
  );
  expect((await check('{ "id": 9007199254740991 }', "--as", "publisher")).code).toBe(0);
});

test("an example that no consumer would read is not a valid one, and may be an invalid one", async () => {
  const example = '{ "id": 9007199254740993 }';
  const generate = async (kind: string) => {
    const folder = tempFolder({
      "schemas/a/v1.json": schema,
      [`schemas/a/examples/v1/${kind}/big.json`]: example,
    });
    return runCli(folder, ["generate"]);
  };
  const valid = await generate("valid");
  expect(valid.code).toBe(2);
  expect(valid.out + valid.err).toContain("which JavaScript reads as 9007199254740992");
  expect((await generate("invalid")).code).toBe(0);
});
