import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ImportExtension } from "../contract/contract.js";
import { readText } from "../files/read-text.js";

/** What an SDK needs of the project around it besides amqplib. */
export interface SdkNeeds {
  /** The version of `@rabbitgen/runtime` that it was generated for; `undefined`: it has a copy of it. */
  readonly runtimeVersion: string | undefined;
  /** What its imports end with. */
  readonly importExtension: ImportExtension;
  /** Whether it imports `@opentelemetry/api`. */
  readonly opentelemetry: boolean;
}

/** Reads from the files of an SDK what it needs; the folder may lack it. */
export function readSdkNeeds(folder: string): SdkNeeds {
  const [, runtimeVersion] =
    /^ {2}runtimeVersion: "([^"]*)",$/m.exec(readText(join(folder, "contract.ts")) ?? "") ?? [];
  const [, ending = ".js"] =
    /^import .* from "\.\/contract(\.[jt]s|)";$/m.exec(readText(join(folder, "index.ts")) ?? "") ?? [];
  return {
    runtimeVersion,
    importExtension: ending === "" ? "none" : ending === ".ts" ? ".ts" : ".js",
    opentelemetry: existsSync(join(folder, "opentelemetry", "index.ts")),
  };
}
