import { expect, test } from "vitest";
import { generatorVersion } from "../../src/files/generator-version.js";

test("a change of a file of the runtime is another version of the generator, and so is one of its name", () => {
  const version = generatorVersion(new Map([["wire/body.ts", "export {};"]]));
  expect(generatorVersion(new Map([["wire/body.ts", "export {};"]]))).toBe(version);
  expect(generatorVersion(new Map([["wire/body.ts", "export const a = 1;"]]))).not.toBe(version);
  expect(generatorVersion(new Map([["body.ts", "export {};"]]))).not.toBe(version);
});
