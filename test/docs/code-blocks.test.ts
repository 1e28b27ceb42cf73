// @module-tag long
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseError, parse as parseJson } from "jsonc-parser";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { commandMistakes } from "../support/command-mistakes.js";
import { type CodeBlock, codeBlocks, codeSpans, documentationPages } from "../support/documentation.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { pagesWithOwnTest } from "./pages-with-own-test.js";

const pages = documentationPages();
const blocks = pages.flatMap(codeBlocks);
const scripts = (JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as Manifest).scripts;

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

/** How blocks of each language are checked; gives what is wrong. TypeScript is compiled as one program below. */
const checks: Readonly<Record<string, (code: string) => readonly string[]>> = {
  ts: () => [],
  json: jsonMistakes,
  jsonc: jsonMistakes,
  yaml: (code) => parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => message)),
  sh: (code) => [...shellMistakes(code), ...commandMistakes(code)],
  console: (code) => commandMistakes(code.replace(/^(?!\$).*$/gm, "").replace(/^\$ /gm, "")),
  text: () => [],
  "": () => [],
  diff: () => [],
};

test("every block is in a language that this test checks", () => {
  const unknown = blocks.filter(({ language }) => checks[language] === undefined);
  expect(unknown.map((block) => `${placeOf(block)} ${block.language}`)).toEqual([]);
});

test("only pages that are run as a whole have blocks without a language", () => {
  const plain = blocks.filter(
    ({ language, page }) => language === "" && pagesWithOwnTest[page] === undefined,
  );
  expect(plain.map(placeOf)).toEqual([]);
});

test.each(pages)("the blocks of %s are valid", (page) => {
  const mistakes = blocks
    .filter((block) => block.page === page)
    .flatMap((block) =>
      (checks[block.language]?.(block.text) ?? []).map((mistake) => `${placeOf(block)} ${mistake}`),
    );
  expect(mistakes).toEqual([]);
});

test.each(pages)("the commands and scripts that %s names exist", (page) => {
  const spans = codeSpans(page);
  const named = [...blocks.filter((block) => block.page === page).map(({ text }) => text), ...spans];
  const unknown = named
    .flatMap((text) => [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = ""]) => name))
    .filter((name) => scripts[name] === undefined && !named.some((text) => text.includes(`"${name}": "`)));
  expect([...unknown, ...spans.flatMap(commandMistakes)]).toEqual([]);
});

test("TypeScript blocks compile against the SDK of this repository's contract, with OpenTelemetry", async () => {
  const folder = tempFolder();
  cpSync(join(repository, "schemas"), join(folder, "schemas"), { recursive: true });
  const settings = join(folder, "schemas/contract.json");
  const contract = JSON.parse(readFileSync(settings, "utf8")) as object;
  writeFiles(folder, { "schemas/contract.json": { ...contract, sdk: { opentelemetry: true } } });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  const compiled = blocks.filter(
    ({ language, page, provedBy }) =>
      language === "ts" && pagesWithOwnTest[page] === undefined && provedBy === "",
  );
  expect(compiled.length).toBeGreaterThanOrEqual(15);
  const files = compiled.map((block) => [fileName(block), `${block.prelude}\n${block.text}\nexport {};\n`]);
  writeFiles(folder, Object.fromEntries(files));
  const paths = {
    rabbitgen: [join(repository, "src/index.ts")],
    "rabbitgen/testing": [join(repository, "src/testing/index.ts")],
  };
  const forReaders = { isolatedDeclarations: false, noUnusedLocals: false, skipLibCheck: true };
  expect(await typeCheck(folder, { paths, rootDir: "/", ...forReaders })).toEqual([]);
});

test("each table of measurements names the script that makes it", () => {
  const tables = pages.flatMap((page) => {
    const text = readFileSync(join(repository, page), "utf8");
    const rows = text.matchAll(/(?:<!-- measured by: (.*?) -->\n)?((?:^\|.*\n)+)/gm);
    return [...rows].map(([, script, table = ""]) => ({ page, script, table }));
  });
  const measured = tables.filter(({ script }) => script !== undefined);
  expect(measured.length).toBeGreaterThanOrEqual(5);
  const scriptOf = (text = ""): string => text.replace(/^npm run /, "");
  expect(measured.filter(({ script }) => scripts[scriptOf(script)] === undefined)).toEqual([]);
  const figures = /\| \**[\d,.]+(?: (?:×|MiB|µs|%)[^|]*)?\** \|/;
  const unnamed = tables.filter(({ page, script, table }) => {
    return page.startsWith("docs/explanation/") && script === undefined && figures.test(table);
  });
  expect(unnamed.map(({ page, table }) => `${page}: ${table.split("\n")[0]}`)).toEqual([]);
});

test("a page with a test of its own has one", () => {
  expect(Object.values(pagesWithOwnTest).filter((path) => !existsSync(join(repository, path)))).toEqual([]);
});

function placeOf({ page, line }: CodeBlock): string {
  return `${page}:${line}`;
}

function fileName({ page, line }: CodeBlock): string {
  return `${page.replaceAll(/[/.]/g, "-")}-${line}.ts`;
}

function jsonMistakes(code: string): readonly string[] {
  const errors: ParseError[] = [];
  parseJson(code, errors);
  return errors.map(({ offset }) => `is not JSON at ${JSON.stringify(code.slice(offset, offset + 20))}`);
}

function shellMistakes(code: string): readonly string[] {
  try {
    execFileSync("sh", ["-n"], {
      input: code.replaceAll(/<[a-z ]+>/g, "x"),
      stdio: ["pipe", "ignore", "pipe"],
    });
    return [];
  } catch (error) {
    return [`is not shell: ${String((error as { stderr?: unknown }).stderr)}`];
  }
}
