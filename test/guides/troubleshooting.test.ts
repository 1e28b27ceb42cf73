import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as runtime from "../../runtime/index.js";
import { compilerErrors } from "../support/compiler-errors.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { walkPage } from "../support/walk-page.js";

const path = join(repository, "docs/how-to/troubleshooting.md");
const page = readFileSync(path, "utf8");
const firstCells = page.split("\n").flatMap((line) => /^\| (.*?) \|/.exec(line)?.[1] ?? []);
const named = new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)));

/** The texts of a union of literals in the runtime. */
function literals(file: string, start: string): readonly string[] {
  const source = readFileSync(join(repository, "runtime", file), "utf8");
  const from = source.indexOf(start);
  const union = source.slice(from, source.indexOf(";", from));
  return [...union.matchAll(/\| "([^"]+)"/g)].map(([, text = ""]) => text);
}

test("each error class that the SDK exports has a row", () => {
  const parentsAndSignals = ["RabbitError", "PublishError", "Reject", "Retry"];
  const errors = Object.values(runtime)
    .filter((value) => typeof value === "function" && value.prototype instanceof Error)
    .map(({ name }) => name)
    .filter((name) => !parentsAndSignals.includes(name));
  expect(errors.length).toBeGreaterThan(20);
  expect(errors.filter((name) => !named.has(name))).toEqual([]);
});

test("each reason of a dead letter has a row", () => {
  const reasons = literals("errors/dead-letter-reason.ts", "export type DeadLetterReason");
  expect(reasons.length).toBeGreaterThan(10);
  expect(reasons.filter((reason) => !named.has(reason))).toEqual([]);
});

test("each warning has a row", () => {
  const codes = literals("observe/rabbit-events.ts", "readonly code:");
  expect(codes.length).toBeGreaterThan(5);
  expect(codes.filter((code) => !named.has(code))).toEqual([]);
});

test("the page's commands print what it says", async () => {
  const folder = tempFolder({ "package.json": { type: "module", dependencies: { amqplib: "^2.3.1" } } });
  const { page: walked, failed } = await walkPage(page, folder);
  await expect(walked).toMatchFileSnapshot(path);
  expect(failed).toEqual(["rabbitgen generate --check: 1"]);
});

describe("the compiler reports what the page says", () => {
  const start = 'import { connect, orderPaid, orderPaidV1 } from "../generated/index.js";\n';
  const rabbit = 'const rabbit = await connect({ url: "amqp://localhost", service: "svc-billing" });\n';
  const sdk = `${start}export { connect, orderPaid, orderPaidV1 };\n`;

  test("of code that does not go with the contract, or does not find it", async () => {
    const wrong = {
      TS2307: 'import { startBroker } from "rabbitgen/testing";\nvoid startBroker;\n',
      TS2834: 'export * from "../generated";\n',
      TS2835: 'export * from "../generated/index";\n',
      TS2345: `${start}${rabbit}await rabbit.publisher(orderPaidV1);\n`,
      TS2769: `${start}${rabbit}await rabbit.consumer(orderPaid, { handlers: {} });\n`,
      TS2820: start + rabbit.replace("svc-billing", "svc-biling"),
    };
    const sources = Object.entries(wrong).map(([code, source]) => [`src/${code}.ts`, source] as const);
    const errors = await compilerErrors(Object.fromEntries(sources), {}, {});
    expect(Object.keys(wrong).filter((code) => !errors.has(`src/${code}.ts ${code}`))).toEqual([]);
    expect(Object.keys(wrong).filter((code) => !hasRow(code))).toEqual([]);
  });

  test.each([
    ["TS2503", sdk, { types: [] }, {}],
    ["TS1309", start + rabbit, {}, { type: "commonjs" }],
    ["TS1295", sdk, { verbatimModuleSyntax: true }, { type: "commonjs" }],
    ["TS1501", sdk, { target: "es2015" }, {}],
    ["TS6059", sdk, { rootDir: "src" }, {}],
  ])("of settings: %s", async (code, source, compilerOptions, manifest) => {
    expect(hasRow(code)).toBe(true);
    const errors = await compilerErrors({ "src/service.ts": source }, compilerOptions, manifest);
    expect([...errors].map((error) => error.split(" ")[1])).toContain(code);
  });

  test("of a file on the command line beside a tsconfig.json", () => {
    const folder = tempFolder({ "tsconfig.json": {}, "example.ts": "export const one = 1;\n" });
    const tsc = join(repository, "node_modules/.bin/tsc");
    const { stdout } = spawnSync(tsc, ["--noEmit", "example.ts"], { cwd: folder, encoding: "utf8" });
    const [, code = "", text = ""] =
      /(TS\d+): (tsconfig\.json is present but will not be loaded)/.exec(stdout) ?? [];
    expect(hasRow(`${code} \`${text}\``)).toBe(true);
  });
});

function hasRow(code: string): boolean {
  return firstCells.some((cell) => cell.includes(code));
}
