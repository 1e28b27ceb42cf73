import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareText } from "../finding.js";

/** The folder of the rabbitgen package itself, from the sources as from the compiled files. */
const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));

/** The version in rabbitgen's own `package.json`. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** The SDK's runtime by file name, as it is copied into every output. */
export function runtimeFiles(): ReadonlyMap<string, string> {
  const folder = join(packageFolder, "templates", "runtime");
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort(compareText);
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function findPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findPackage(dirname(folder));
}
