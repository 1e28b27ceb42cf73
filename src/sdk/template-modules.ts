import type { Contract } from "../contract/contract.js";
import { copyHeader } from "./header.js";

/** The parts of an SDK that are the same for every contract: real files by name, copied verbatim. */
export interface Templates {
  readonly runtime: ReadonlyMap<string, string>;
  /** Only in an SDK whose contract asks for it: it imports `@opentelemetry/api`. */
  readonly opentelemetry: ReadonlyMap<string, string>;
}

/** The files that are copied into the SDK of a contract, by their path in the output. */
export function templateModules({ sdk }: Contract, templates: Templates): Map<string, string> {
  return new Map([
    ...copies("runtime", templates.runtime, "the SDK's runtime"),
    ...(sdk.opentelemetry ? copies("opentelemetry", templates.opentelemetry, "traces and metrics") : []),
  ]);
}

function copies(folder: string, texts: ReadonlyMap<string, string>, title: string): [string, string][] {
  return [...texts].map(([name, text]) => [`${folder}/${name}`, copyHeader(title) + text]);
}
