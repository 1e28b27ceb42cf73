import { Script } from "node:vm";
import { expect, test } from "vitest";
import type { LoadValidators } from "../../runtime/contract/event-version.js";
import { ConfigurationError } from "../../runtime/index.js";
import { loadVersion } from "../../runtime/validate/validator.js";
import { orderVersion } from "../support/order-family.js";

const failure = (load: LoadValidators<unknown>): Promise<unknown> =>
  loadVersion({ ...orderVersion("order_paid", "v1"), validators: load }).catch((error: unknown) => error);

const inVm = (options: object): LoadValidators<unknown> =>
  new Script('() => import("node:os")', options).runInNewContext() as LoadValidators<unknown>;

/** What jest does with CommonJS, and what a script does that has no callback for `import()` at all. */
const withoutImport: readonly (readonly [code: string, options: object])[] = [
  ["ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG", { importModuleDynamically: () => undefined }],
  ["ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING", {}],
];

test.each(withoutImport)("says which settings jest needs where Node reports %s", async (code, options) => {
  const error = await failure(inVm(options));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error).toMatchObject({
    message: expect.stringMatching(
      /^the validators of order_paid v1 cannot be loaded: .*; in jest, set NODE_OPTIONS=--experimental-vm-modules, or .*"module": "commonjs".*@swc\/jest$/,
    ),
    advice: expect.not.stringContaining("contract.json"),
    cause: { code },
  });
  expect((error as Error).message).not.toContain("deploy");
});

test("says so where jest reports it, in Node 20.9", async () => {
  const error = await failure(() => {
    throw new Error("You need to run with a version of node that supports ES Modules in the VM API.");
  });
  expect((error as Error).message).toMatch(/; in jest, set NODE_OPTIONS=--experimental-vm-modules, or /);
});

test("says that files are missing where a module is", async () => {
  const missing = "./missing.js";
  const error = await failure(() => import(/* @vite-ignore */ missing) as never);
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as Error).message).toMatch(/; deploy every file of the generated folder$/);
});
