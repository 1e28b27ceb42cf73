import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

/** The code of each `@example` in the doc comments of the runtime. */
function examples(): readonly string[] {
  const runtime = join(repository, "runtime");
  const files = readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  return files.sort().flatMap((path) => {
    const blocks = readFileSync(join(runtime, path), "utf8").matchAll(/@example\n([\s\S]*?)\n *\*\//g);
    return [...blocks].map(([, block = ""]) => block.replace(/^ *\* ?/gm, ""));
  });
}

test("each example in a doc comment of the runtime compiles with the SDK of rabbitgen init", async () => {
  const found = examples();
  expect(found.length).toBeGreaterThan(3);
  const folder = tempFolder({});
  for (const command of ["init", "generate"]) expect((await runCli(folder, [command])).code).toBe(0);
  writeFiles(folder, {
    "examples.ts": `import { type Delivered, type Handler, orderPaidV1, type Rabbit, Reject } from "./generated/index.js";
declare const rabbit: Rabbit;
declare const invoices: { write(orderId: string, total: object, signal: AbortSignal): Promise<void> };
declare const metrics: { increment(name: string, tags: object): void };
${found.map((code, index) => `export async function example${index}(): Promise<void> {\n${code}\n}`).join("\n")}
`,
  });
  expect(await typeCheck(folder, { noUnusedLocals: false })).toEqual([]);
});
