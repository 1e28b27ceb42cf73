import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fencedBlocks } from "../support/fenced-blocks.js";
import type { Case } from "./case.js";
import { nodeExecutable } from "./node-versions.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

/** The test of docs/how-to/testing.md, run by each command that the page names for Node's own runner. */
export function pageTestCases(workshop: Workshop): readonly Case[] {
  return [
    ...["20", "24"].map((version) => ({
      name: `the test of the page on testing, tsx, Node ${version}`,
      run: () => {
        const folder = testedProject(workshop, ".js");
        const tsx = ["node_modules/tsx/dist/cli.mjs", "--test", "billing.test.ts"];
        expectPass(run(folder, nodeExecutable(workshop, version), tsx));
      },
    })),
    ...["22", "24"].map((version) => ({
      name: `the test of the page on testing, Node ${version} without a compiler`,
      run: () => {
        const folder = testedProject(workshop, ".ts");
        expectPass(run(folder, nodeExecutable(workshop, version), ["--test", "billing.test.ts"]));
      },
    })),
  ];
}

/** A project with the contract that `init` writes, its SDK, and the page's test. */
function testedProject({ folder: parent, installed, isBroken }: Workshop, ending: ".js" | ".ts"): string {
  const folder = mkdtempSync(join(parent, "tested-"));
  for (const name of ["rabbitgen", "amqplib", "tsx"]) {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(installed, "node_modules", name), path, "junction");
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const rabbitgen = join("node_modules", "rabbitgen");
  const bin = join(rabbitgen, "dist/src/bin.js");
  run(folder, process.execPath, [bin, "init"]);
  const contract = join(folder, "schemas/contract.json");
  const settings = JSON.parse(readFileSync(contract, "utf8")) as object;
  writeFileSync(contract, JSON.stringify({ ...settings, sdk: { importExtension: ending } }));
  run(folder, process.execPath, [bin, "generate"]);
  const page = fencedBlocks(readFileSync(join(folder, rabbitgen, "docs/how-to/testing.md"), "utf8"));
  const code = page.find(({ text }) => text.startsWith("// billing.test.ts"))?.text ?? "";
  writeFileSync(join(folder, "billing.test.ts"), code.replace("index.js", `index${ending}`));
  if (isBroken) appendFileSync(join(folder, "generated/index.ts"), 'throw new Error("broken");\n');
  return folder;
}

function expectPass(output: string): void {
  if (!/^(?:#|ℹ) pass 1$/m.test(output)) throw new Error(`no test passed; the output was:\n${output}`);
}
