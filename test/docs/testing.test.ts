// @module-tag long
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { compile } from "../support/compile.js";
import { codeBlocks } from "../support/documentation.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const run = promisify(execFile);
const blocks = codeBlocks("docs/how-to/testing.md");
/** Node chooses its reporter by its version and by where it prints. */
const runnerArgs = ["--test", "--test-reporter=tap", "build/billing.test.js"];
const code = blocks.find(({ provedBy }) => provedBy === "test/docs/testing.test.ts")?.text ?? "";

/** A project with the contract that `init` writes, its SDK, and the page's test. */
async function project(text: string): Promise<string> {
  const folder = tempFolder({ "billing.test.ts": text });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(repository, join(folder, "node_modules/rabbitgen"));
  for (const name of ["amqplib", "@types", "vitest", "typescript"])
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  expect(await runCli(folder, ["init"])).toMatchObject({ code: 0 });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  return folder;
}

test("the page's test compiles, and passes in Node's runner", async () => {
  const folder = await project(code);
  await compile(folder, { isolatedDeclarations: false });
  const { stdout } = await run(process.execPath, runnerArgs, {
    cwd: folder,
    env: plain,
  });
  expect(stdout).toMatch(/^# pass 1$/m);
});

test("the page's test passes in the runner that its comment imports", async () => {
  const changed = code.replace(/^import .* from "node:test"; .*: (import .*)$/m, "$1");
  expect(changed).toContain('from "vitest"');
  const folder = await project(changed);
  const { stdout } = await runPageTest(folder);
  expect(stdout).toMatch(/Tests\s+1 passed/);
});

test("the page's test fails when the handler does nothing", async () => {
  const folder = await project(code.replace("billed.push(event.orderId);", ""));
  await compile(folder, { isolatedDeclarations: false, noUnusedLocals: false });
  const ran = run(process.execPath, runnerArgs, { cwd: folder, env: plain });
  await expect(ran).rejects.toMatchObject({ stdout: expect.stringMatching(/^# fail 1$/m) });
});

/** Without what this runner sets for its own processes. */
const plain = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|NODE_OPTIONS|NODE_TEST_CONTEXT|TEST$)/.test(name),
  ),
);

function runPageTest(folder: string): Promise<{ readonly stdout: string }> {
  const bin = join(repository, "node_modules/vitest/vitest.mjs");
  const patience = ["--testTimeout=120000", "--hookTimeout=120000"];
  return run(process.execPath, [bin, "run", ...patience, "billing.test.ts"], {
    cwd: folder,
    env: { ...plain, NO_COLOR: "1" },
  });
}
