// @module-tag long
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { repository as root } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { everyReport, expectGolden } from "./golden-reports.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";

const run = promisify(execFile);

const code = {
  "billing/src/bill.ts": `import { connect, orderPaid } from "../../generated/index.js";
import { describeMethod } from "./method.js";

export async function bill(): Promise<void> {
  const rabbit = await connect({ url: "amqp://localhost", service: "svc-billing" });
  await rabbit.consumer(orderPaid, {
    handlers: {
      v1: async (event) => {
        console.log("bill", event.orderId, event.total);
      },
      v2: async ({ orderId, total, note, ...rest }) => {
        console.log("bill", orderId, total.amount, note ?? "", describeMethod(rest.method));
      },
    },
  });
}
`,
  "billing/src/method.ts": `import type { OrderPaidV2 } from "../../generated/index.js";

export function describeMethod(method: OrderPaidV2["method"]): string {
  switch (method) {
    case "card":
      return "by card";
    case "transfer":
      return "by bank transfer";
  }
}

/** Not the event's: another \`note\`, and another \`transfer\`. */
export const other = { note: "transfer", v1: "v1" };
`,
};

/** What one branch takes away: two properties, an enum value, and a version. */
const taken: SchemaFiles = {
  ...orderPaidV2(
    { note: undefined, total: undefined, method: { enum: ["card"] } },
    { required: ["orderId", "method"] },
  ),
  "order_paid/v1.json": undefined,
  "contract.json": {
    ...shop["contract.json"],
    services: {
      ...shop["contract.json"].services,
      "svc-billing": {
        consumes: { order_paid: { versions: ["v2"], queue: { name: "svc-billing.order_paid" } } },
      },
    },
  },
};

/** The shop, and then its SDK and the code of one service; the working tree has the changes. */
async function shopWithCode(changes: SchemaFiles): Promise<GitRepository> {
  const repository = gitRepository();
  repository.commit(below("schemas", shop));
  writeFiles(repository.folder, code);
  expect(await runCli(repository.folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  repository.commit({});
  for (const [path, content] of Object.entries(below("schemas", changes)))
    if (content === undefined) repository.git("rm", "-q", path);
    else writeFiles(repository.folder, { [path]: content });
  return repository;
}

const withCode = ["review", "--against", "HEAD~1", "--code", "billing/src"];

describe("--code", () => {
  test("lists where code uses a property, a value and a version that go away", async () => {
    const { folder } = await shopWithCode(taken);
    const ran = await everyReport(folder, withCode);
    expect(ran).toMatchObject({ code: 1, out: "", err: "" });
    await expectGolden(ran, "code/taken");
    for (const format of ["text", "json", "markdown", "sarif", "github", "gitlab", "junit"])
      expect(ran.reports[format], format).toMatch(/billing\/src\/(?:bill|method)\.ts/);
  });

  test("names files as the repository does, wherever it runs", async () => {
    const { folder } = await shopWithCode(taken);
    const here = await everyReport(folder, withCode);
    const argv = ["review", "--against", "HEAD~1", "--schemas", "../schemas", "--code", "src"];
    const below = await everyReport(join(folder, "billing"), argv);
    expect(below.reports["json"]).toBe(here.reports["json"]);
  });

  test("finds the same after the SDK was generated again from the changed schemas", async () => {
    const { folder } = await shopWithCode(taken);
    const before = await everyReport(folder, withCode);
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
    expect(await everyReport(folder, withCode)).toEqual(before);
  });

  test("does not search for changes that break no service", async () => {
    const { folder } = await shopWithCode({
      ...orderPaidV2({ extra: { type: "string" } }),
      "order_paid/event.json": {
        ...shop["order_paid/event.json"],
        versions: { v1: { deprecated: true, sunset: "2027-06-30" } },
      },
    });
    const { code, reports } = await everyReport(folder, withCode);
    expect(code).toBe(0);
    expect(reports["text"]).not.toContain("billing/src");
    expect(reports["json"]).not.toContain("billing/src");
  });
});

describe("ts-morph", () => {
  test.each([
    ["is not loaded without --code", ["review", "--against", "HEAD"], taken, 1],
    ["is not loaded by lint", ["lint", "--fail-on", "error"], taken, 0],
    ["is not loaded with --code when nothing goes away", withCode, {}, 0],
  ])("%s", async (_, argv, changes, expected) => {
    expect(await inProcess(argv, changes)).toMatchObject({ code: expected, stderr: "" });
  });

  test("is loaded with --code, so that the test above sees it", async () => {
    expect((await inProcess(withCode, taken)).stderr).toContain("ts-morph was loaded");
  });

  async function inProcess(argv: readonly string[], changes: SchemaFiles) {
    const bin = join(root, "dist", "src", "bin.js");
    expect(existsSync(bin), "made by npm run build").toBe(true);
    const { folder } = await shopWithCode(changes);
    const options = { cwd: folder, env: { ...gitEnv } as NodeJS.ProcessEnv };
    return run(process.execPath, ["--import", hook(), bin, ...argv], options).then(
      (ended) => ({ ...ended, code: 0 }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  }
});

/** A file that, imported first, makes every import of ts-morph fail. */
function hook(): string {
  const loader = `export async function resolve(specifier, context, next) {
  if (/^(?:@?ts-morph|typescript)/.test(specifier)) throw new Error("ts-morph was loaded");
  return next(specifier, context);
}`;
  const url = `data:text/javascript,${encodeURIComponent(loader)}`;
  const text = `import { register } from "node:module";\nregister(${JSON.stringify(url)});\n`;
  return join(tempFolder({ "hook.mjs": text }), "hook.mjs");
}
