import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentationPages } from "../support/documentation.js";
import { repository } from "../support/repository.js";
import { statedFigures } from "./stated-figures.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);

/** Pages that `npm run docs` writes as a whole, which generated-parts.test.ts compares. */
const generated = ["docs/README.md", "docs/reference/commands.md", "docs/reference/rules.md"];

const units =
  "ms|µs|s|min|h|KB|MB|GB|KiB|MiB|GiB|bytes?|seconds?|minutes?|hours?|days?|messages?|events?|deliveries|attempts|steps|nodes|places|values|levels|characters|rules|cases";
const quantity = new RegExp(`(?<![\\w.,/×-])\\d[\\d,]*(?:\\.\\d+)?[ -](?:${units})\\b`, "g");

/**
 * A page without the parts that other tests prove or that need no proof: blocks, code spans, addresses and generated
 * parts.
 */
function prose(page: string): string {
  return read(page)
    .replace(/^( *)```[\s\S]*?^\1```$/gm, "")
    .replace(/<!-- begin [\s\S]*?<!-- end .*-->/g, "")
    .replace(/\]\([^)\s]*\)/g, "]");
}

/** The sections of a page that name the command which measured their figures. */
function isMeasured(section: string): boolean {
  const [, script = ""] = /`npm run ([\w:]+)(?: [^`]*)?`/.exec(section) ?? [];
  return scripts.includes(script);
}

const flat = (text: string): string => text.replace(/\s+/g, " ");

test("each stated figure is on its page as the code has it", () => {
  const pages = new Map(statedFigures.map(({ page }) => [page, flat(read(page))]));
  const missing = statedFigures.filter(({ page, text }) => !pages.get(page)?.includes(text));
  expect(missing).toEqual([]);
});

test("each quantity in the README and in docs/ is a stated figure, or in a section that names its command", () => {
  const unproved = documentationPages()
    .filter((page) => !generated.includes(page))
    .flatMap((page) => {
      const stated = statedFigures.filter((figure) => figure.page === page).map(({ text }) => text);
      return prose(page)
        .split(/^(?=#+ )/m)
        .filter((section) => !isMeasured(section))
        .flatMap((section) => {
          const rest = stated.reduce((text, sentence) => text.replaceAll(sentence, ""), flat(section));
          return [...rest.replace(/`[^`]*`/g, "").matchAll(quantity)].map(([found]) => `${page}: ${found}`);
        });
    });
  expect(unproved).toEqual([]);
});
