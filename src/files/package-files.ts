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

/** The parts of an SDK that are the same for every contract, each by file name, as they are copied into the output. */
export function templateFiles(): Record<"runtime" | "opentelemetry", ReadonlyMap<string, string>> {
  return { runtime: templatesIn("runtime"), opentelemetry: templatesIn("opentelemetry") };
}

/** The text of the runtime's index, which says what an SDK exports besides its events. */
export function runtimeIndex(): string {
  return readFileSync(join(packageFolder, "templates", "runtime", "index.ts"), "utf8");
}

/** The style sheet and the script of a catalogue's pages. */
export function catalogueAssets(): { readonly css: string; readonly js: string } {
  const read = (name: string): string => readFileSync(join(packageFolder, "assets", name), "utf8");
  return { css: read("catalogue.css"), js: read("catalogue.js") };
}

function templatesIn(name: string): ReadonlyMap<string, string> {
  const folder = join(packageFolder, "templates", name);
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort(compareText);
  return new Map(names.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

function findPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findPackage(dirname(folder));
}
