import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const folder = join(repository, "generated");
const modules = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".validators.ts"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

test("a module of validators imports each other module in one line", () => {
  const twice = modules.flatMap(({ name, text }) => {
    const specifiers = [...text.matchAll(/^import .* from (".*");$/gm)].map(([, specifier]) => specifier);
    return specifiers.length === new Set(specifiers).size ? [] : [name];
  });
  expect(modules.length).toBeGreaterThan(10);
  expect(twice).toEqual([]);
});
