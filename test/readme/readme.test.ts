import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../src/testing/index.js";
import { compile } from "../support/compile.js";
import { codeBlocks } from "../support/documentation.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const readme = read("README.md");
const url = "amqp://guest:guest@localhost:5672";
const blocks = codeBlocks("README.md");
const block = (language: string): string => blocks.find((each) => each.language === language)?.text ?? "";

test("the README has at most 150 lines, and its example 30", () => {
  expect(readme.split("\n").length).toBeLessThanOrEqual(151);
  const lines = [block("json"), block("ts")].join("").trimEnd().split("\n");
  expect(lines.length).toBeLessThanOrEqual(30);
});

test("the README's commands for this repository are scripts of it", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  for (const [, name = ""] of block("sh").matchAll(/&& npm (\w+)/g)) expect(scripts[name]).toBeDefined();
  expect(block("sh").trimEnd().split("\n")).toHaveLength(2);
});

test("the README's example generates, compiles, retries and bills", async () => {
  const folder = tempFolder({ "example.ts": block("ts") });
  await runCli(folder, ["init"]);
  const schema = readFileSync(join(folder, "schemas/order_paid/v1.json"), "utf8");
  expect(JSON.parse(block("json"))).toEqual(JSON.parse(schema, withoutNotes));
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  await compile(folder);
  let publish = (): void => {};
  const published = new Promise<void>((resolve) => {
    publish = resolve;
  });
  await using broker = await startBroker({
    timeout: 60_000,
    observe: ({ kind }) => {
      if (kind === "published") publish();
    },
  });
  const compiled = join(folder, "build/example.js");
  const code = readFileSync(compiled, "utf8");
  expect(code).toContain(url);
  writeFileSync(compiled, code.replace(url, broker.url));
  const { child, printed } = start(compiled);
  await published;
  await broker.idle({ delayed: "advance" });
  const lines = await printed;
  const [, opening = "", ending = ""] =
    /[Ii]t prints `([^`]*) … ([^`]*)`, and ten seconds later `bill o-1 1250 EUR`/.exec(readme) ?? [];
  const isRetry = (line: string): boolean => line.startsWith(opening) && line.endsWith(ending);
  expect(opening).toContain("retry");
  expect(lines.filter(isRetry)).toHaveLength(1);
  expect(lines.findIndex(isRetry)).toBeLessThan(lines.indexOf("bill o-1 1250 EUR"));
  expect(broker.queue("svc-billing.order_paid").dead()).toEqual([]);
  child.kill();
  await once(child, "exit");
});

test("the README's type check accepts its example, and rejects a mistake in it", async () => {
  const [, options = ""] = /: `npx tsc (--noEmit [^`]*) example\.ts` does/.exec(readme) ?? [];
  const example = block("ts");
  const mistaken = example.replace("amount: 1250", 'amount: "1250"');
  const folder = tempFolder({
    "package.json": '{ "type": "module" }',
    "example.ts": example,
    "mistaken.ts": mistaken,
  });
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  await runCli(folder, ["init"]);
  await runCli(folder, ["generate"]);
  const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
  const check = (file: string) =>
    spawnSync(process.execPath, [compiler, ...options.split(" "), file], { cwd: folder, encoding: "utf8" });
  expect(check("example.ts")).toMatchObject({ status: 0, stdout: "" });
  expect(check("mistaken.ts").stdout).toContain("Type 'string' is not assignable to type 'number'");
});

/** A reviver that leaves out what a schema says to readers alone. */
function withoutNotes(key: string, value: unknown): unknown {
  return key === "description" || key === "$schema" ? undefined : value;
}

/** Starts a program of Node; `printed` are the lines of both streams up to the first that bills. */
function start(file: string): { readonly child: ChildProcess; readonly printed: Promise<readonly string[]> } {
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  const printed = new Promise<readonly string[]>((resolve, reject) => {
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on("line", (line) => {
        lines.push(line);
        if (line.startsWith("bill ")) resolve(lines);
      });
    child.once("close", () => reject(new Error(`ended without a bill:\n${lines.join("\n")}`)));
  });
  return { child, printed };
}

test("what the README says of the soak is what the measurement's table says", () => {
  const [, events = ""] = /; ([\d,]+) events through resets and restarts, 0 lost/.exec(readme) ?? [];
  const page = read("docs/explanation/reliability.md");
  expect(page).toContain(`| ${events} events |`);
  expect(page).toMatch(/^\| \*\*lost\*\* \| \*\*0\*\* \| \*\*0\*\* \|$/m);
});

test("the README's requirements are those of package.json and of the page on toolchains", () => {
  const page = read("docs/reference/toolchains.md");
  const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
  expect(engines.node).toBe(">=20");
  expect(readme).toContain("| Node | 20 or later |");
  for (const what of ["5.0 to 7", "ES2020 or later", "ES2022 or later"]) expect(page).toContain(what);
  expect(readme).toMatch(/\| TypeScript \| 5\.0 to 7, .*ES2020.*ES2022 or later/);
});
