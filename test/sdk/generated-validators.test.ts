import { expect, test } from "vitest";
import { compile, runNode } from "../support/compile.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const numbers = { type: "array", items: { type: "number" } };
const texts = { type: "array", items: { type: "string" } };

const schemas = {
  "schemas/either/v1.json": {
    anyOf: [texts, { allOf: [numbers, { $ref: "#/$defs/long" }] }],
    $defs: { long: { minItems: 2 } },
  },
  "schemas/listed/v1.json": {
    type: "object",
    properties: { list: texts, odd: { not: { $ref: "#/$defs/texts" } } },
    $defs: { texts },
  },
  "schemas/unique/v1.json": { type: "array", uniqueItems: true },
};

/** Asks the generated readers, as a consumer does, and prints what they say of each message. */
const program = `
import { eitherV1, listedV1, uniqueV1 } from "./generated/index.js";

const [either, listed, unique] = await Promise.all([eitherV1.validators(), listedV1.validators(), uniqueV1.validators()]);
const many = Array.from({ length: 5_000 }, (_, index) => index);
const said = {
  "numbers, after thousands of failures as texts": either.reader(many),
  "neither": either.reader([...many, "x"]),
  "thousands of failures": listed.reader({ list: many }),
  "behind not, more failures than are kept": listed.reader({ odd: many }),
  "behind not, none": listed.reader({ odd: [] }),
  "all different": unique.reader([1, "1", true, "true", null, [1], ["1"], { a: 1, b: 2 }, { a: 1 }, "object {}", {}]),
  "equal but for the order of members": unique.reader([{ a: 1, b: [2] }, { b: [2], a: 1 }]),
  "a hundred thousand objects": unique.reader(Array.from({ length: 100_000 }, (_, index) => ({ index }))),
};
console.log(JSON.stringify(said, (key, value) => (key === "value" ? undefined : value)));
`;

interface Judged {
  readonly valid: boolean;
  readonly failures?: readonly { path: string; message: string }[];
  readonly omitted?: number;
}

test("generated validators count every failure, keep a hundred, and decide as if they kept all", async () => {
  const folder = tempFolder({ ...schemas, "program.ts": program });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  await compile(folder);
  const said = JSON.parse(await runNode(folder, "program.js")) as Record<string, Judged>;

  expect(said["numbers, after thousands of failures as texts"]).toEqual({ valid: true });
  expect(said["neither"]).toMatchObject({ valid: false, omitted: 4_902 });
  expect(said["thousands of failures"]).toMatchObject({ valid: false, omitted: 4_900 });
  expect(said["thousands of failures"]?.failures).toHaveLength(100);
  expect(said["thousands of failures"]?.failures?.[99]).toEqual({
    path: "/list/99",
    keyword: "type",
    message: "must be string",
  });
  expect(said["behind not, more failures than are kept"]).toEqual({ valid: true });
  expect(said["behind not, none"]).toMatchObject({ valid: false, omitted: 0 });
  expect(said["all different"]).toEqual({ valid: true });
  expect(said["equal but for the order of members"]?.failures).toMatchObject([
    { message: "must not have duplicate items" },
  ]);
  expect(said["a hundred thousand objects"]).toEqual({ valid: true });
});
