import type { Contract } from "../../src/contract/contract.js";
import { runtimeFiles } from "../../src/files/package-files.js";
import { assembleTypes } from "../../src/sdk/generate-sdk.js";
import { type Files, loadGood } from "./load.js";

/** The modules of types that a contract compiles to, by path. */
export async function typeFiles(contract: Contract): Promise<Map<string, string>> {
  const files = await assembleTypes(contract, runtimeFiles());
  return new Map([...files].filter(([path]) => path.endsWith(".types.ts") || path.startsWith("shared/")));
}

/** The text of one schema's type, without the file's header. */
export async function typeOf(schema: unknown, more: Files = {}): Promise<string> {
  const files = await typeFiles(await loadGood({ "thing/v1.json": JSON.stringify(schema), ...more }));
  const text = files.get("events/thing/v1.types.ts") ?? "";
  return text.slice(text.indexOf("\n\n") + 2);
}
