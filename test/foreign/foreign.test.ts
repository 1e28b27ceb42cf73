// @module-tag packages
import { expect, test } from "vitest";
import { pascalCase } from "../../src/code/names.js";
import { generateSdk, loadContract, runtimeFiles } from "../../src/index.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { asyncApi, type ForeignSchemas, octokitWebhooks } from "./foreign-schemas.js";

/** Thousands of validators and types (ms). */
const timeout = 900_000;

test.each([
  ["octokit's webhooks", octokitWebhooks, 100],
  ["AsyncAPI's own schemas and its AMQP bindings", asyncApi, 10],
] as const)(
  "%s generate, type-check under the strictest flags, and every example is assignable as a literal",
  { timeout },
  async (_name, make, fewest) => {
    const { files, examples } = make();
    const { contract, findings } = await loadContract(files);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    if (!contract) throw new Error("The contract has no errors, so it is there.");
    const generated = await generateSdk(contract, { runtime: runtimeFiles() });
    expect(generated.findings).toEqual([]);
    const count = [...examples.values()].flat().length;
    expect(count).toBeGreaterThan(fewest);
    const folder = tempFolder({ ...Object.fromEntries(generated.files), "uses.ts": literals(examples) });
    expect(await typeCheck(folder)).toEqual([]);
  },
);

/** Each example as a constant of its event's type. */
function literals(examples: ForeignSchemas["examples"]): string {
  return [...examples]
    .flatMap(([event, list]) => {
      const type = `${pascalCase(event)}V1`;
      if (list.length === 0) return [];
      return [
        `import type { ${type} } from "./events/${event}/v1.types.js";`,
        ...list.map((value, index) => `export const ${type}_${index}: ${type} = ${JSON.stringify(value)};`),
      ];
    })
    .join("\n");
}
