import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportedNames } from "../../src/sdk/exported-names.js";
import { runtimeNames } from "../../src/uses/runtime-names.js";
import { repository } from "../support/repository.js";

const read = (path: string): string => readFileSync(join(repository, path), "utf8");

test("the type by which a consumer's options are recognized is exported by the runtime", () => {
  expect(exportedNames(read("runtime/index.ts"))).toContain(runtimeNames.consumerOptions);
});

test("the runtime declares each member by whose name uses are found", () => {
  const client = read("runtime/rabbit-client.ts");
  for (const name of [runtimeNames.publisher, runtimeNames.consumer])
    expect(client).toMatch(new RegExp(`^  ${name}<`, "m"));
  expect(read("runtime/consume/consumer-options.ts")).toContain(`readonly ${runtimeNames.handlers}:`);
});
