import { expect, test } from "vitest";
import { codeBlocks } from "../support/documentation.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const pages = ["docs/how-to/publish.md", "docs/how-to/consume.md"];

test("the first code of the pages that the README sends a newcomer to compiles with init's contract", async () => {
  const folder = tempFolder();
  expect(await runCli(folder, ["init"])).toMatchObject({ code: 0 });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const first = pages.map((page) => codeBlocks(page).find(({ language }) => language === "ts"));
  expect(first.map((block) => block?.provedBy)).toEqual(pages.map(() => "test/docs/init-contract.test.ts"));
  writeFiles(folder, Object.fromEntries(first.map((block, index) => [`${index}.ts`, block?.text ?? ""])));
  expect(await typeCheck(folder, { isolatedDeclarations: false, skipLibCheck: true })).toEqual([]);
});
