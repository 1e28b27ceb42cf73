import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const sources = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(join(repository, "src", name), "utf8") }));

test("nothing loads ts-morph before it is needed: outside src/uses it is imported by no statement", () => {
  const statements = /^(?:import|export)\s(?!type\b)[^;]*?from\s+"([^"]+)"|^import\s+"([^"]+)"/gm;
  const outside = sources.filter(({ name }) => !name.startsWith("uses/"));
  const early = outside.filter(({ text }) =>
    [...text.matchAll(statements)].some(([, from, alone]) =>
      /ts-morph|\/uses\/(?!wanted\.js)/.test(from ?? alone ?? ""),
    ),
  );
  expect(outside.length).toBeGreaterThan(50);
  expect(early.map(({ name }) => name)).toEqual([]);
});

test("what is looked for can be named without ts-morph", () => {
  const wanted = sources.find(({ name }) => name === "uses/wanted.ts");
  expect(wanted?.text).toContain("pathText");
  expect(wanted?.text).not.toMatch(/from "(?!\.\.\/findings\/finding\.js")/);
});
