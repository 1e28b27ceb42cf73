import type { Contract } from "../contract/contract.js";
import { importPath } from "../types/type-module.js";
import { copyHeader } from "./header.js";
import type { RuntimeFiles } from "./runtime-files.js";
import { isOfFormats, usedFormats } from "./used-formats.js";

/** The module that users import for traces and metrics. */
const openTelemetry = "opentelemetry/index.ts";

/**
 * The runtime's files by their path in the output, none where it is a package; the same for every contract but for two folders: `formats/` has those
 * that schemas use, and `opentelemetry/`, which imports `@opentelemetry/api`, is only in an SDK whose contract asks for it.
 */
export function runtimeModules(contract: Contract, runtime: RuntimeFiles): Map<string, string> {
  const { sdk } = contract;
  if (sdk.runtime === "package")
    return new Map(
      sdk.opentelemetry ? [copy(openTelemetry, openTelemetryModule(), "traces and metrics")] : [],
    );
  const own = [...runtime].filter(([path]) => !isOpenTelemetry(path) && !isOfFormats(path));
  const optional = [...runtime].filter(([path]) => isOpenTelemetry(path));
  return new Map([
    ...own.map(([path, text]) => copy(`runtime/${path}`, text, "the SDK's runtime")),
    ...[...usedFormats(contract, runtime)].map(([path, text]) => [`runtime/${path}`, text] as const),
    ...(sdk.opentelemetry
      ? [
          ...optional.map(([path, text]) => copy(`runtime/${path}`, text, "traces and metrics")),
          copy(openTelemetry, openTelemetryModule(), "traces and metrics"),
        ]
      : []),
  ]);
}

function openTelemetryModule(): string {
  const from = importPath(openTelemetry, "runtime/opentelemetry/open-telemetry.ts");
  return `export { type OpenTelemetryOptions, openTelemetry } from ${from};\n`;
}

function isOpenTelemetry(path: string): boolean {
  return path.startsWith("opentelemetry/");
}

function copy(path: string, text: string, title: string): [path: string, text: string] {
  return [path, copyHeader(title) + text];
}
