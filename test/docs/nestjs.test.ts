import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const page = readFileSync(join(repository, "docs/how-to/nestjs.md"), "utf8");
const example = (file: string): string => readFileSync(join(repository, "examples/nestjs", file), "utf8");

/** Blocks below a line that names their file, as "`src/main.ts`:". */
const blocks = [...page.matchAll(/^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(
  ([, file = "", code = ""]) => [file, code] as const,
);

test("all code of the page is in the example's files, which are compiled and tested", () => {
  expect(blocks.filter(([file, code]) => !isExcerpt(code, example(file)))).toEqual([]);
  expect(blocks.map(([file]) => file)).toContain("src/billing.ts");
  expect([...page.matchAll(/^```(?:ts|json)$/gm)]).toHaveLength(blocks.length);
});

test("the page installs what the example needs", () => {
  const { dependencies, devDependencies } = JSON.parse(example("package.json"));
  const installed = [...page.matchAll(/^npm install (?:--save-dev )?(.*)$/gm)].flatMap(([, names = ""]) =>
    names.split(" "),
  );
  const needed = [...Object.keys(dependencies), ...Object.keys(devDependencies), "rabbitgen"];
  expect(installed.sort()).toEqual(needed.sort());
});

/** Whether a text consists of parts of another one, in order; a line `// …` is between two parts. */
function isExcerpt(excerpt: string, whole: string): boolean {
  let from = 0;
  return excerpt.split(/^\/\/ …\n/m).every((part) => {
    const start = whole.indexOf(part, from);
    from = start + part.length;
    return start >= 0;
  });
}
