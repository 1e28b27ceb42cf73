import type { Contract } from "../../src/contract/contract.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { compileValidators } from "../../src/validators/compile-validators.js";
import { loadGood } from "./load.js";

/** Both forms of an event version as functions. */
export interface Forms {
  readonly read: (value: unknown) => boolean;
  readonly write: (value: unknown) => boolean;
}

/** The validators of a contract's only version. */
export function formsOf(contract: Contract): Forms {
  const [version] = contract.events.flatMap((event) => event.versions);
  if (!version) throw new Error("the contract has no version");
  const { reader, writer } = bundlesOf(version, contract);
  const { validators } = compileValidators(
    new Map([
      ["read", reader],
      ["write", writer ?? reader],
    ]),
  );
  const form = (name: string) => (value: unknown) => validators.get(name)?.(value) === true;
  return { read: form("read"), write: form("write") };
}

/** The validators of one schema. */
export async function formsOfSchema(
  schema: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Forms> {
  return formsOf(await loadGood({ "event/v1.json": JSON.stringify(schema), ...more }));
}
