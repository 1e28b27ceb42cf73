import { Option } from "commander";
import { expect, test } from "vitest";
import { optionDescription } from "../../src/cli/option-description.js";

test("the help shows a default that means something", () => {
  expect(optionDescription(new Option("-o, --out <dir>", "the folder").default("generated"))).toBe(
    'the folder (default: "generated")',
  );
  expect(
    optionDescription(new Option("--format <format>", "how").choices(["text", "json"]).default("text")),
  ).toBe('how (choices: "text", "json", default: "text")');
});

test("the help hides a default that is the same as leaving the option out", () => {
  expect(optionDescription(new Option("--yes", "do not ask").default(false))).toBe("do not ask");
  expect(optionDescription(new Option("--queue <name>", "only this queue").default([]))).toBe(
    "only this queue",
  );
  expect(optionDescription(new Option("--as <role>", "whose rules").choices(["publisher"]).default([]))).toBe(
    'whose rules (choices: "publisher")',
  );
});
