import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { compareText } from "../code/compare-text.js";

/** The folder of the rabbitgen package itself, from the sources as from the compiled files. */
const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)));
const runtimeFolder = join(packageFolder, "runtime");

/** The version in rabbitgen's own `package.json`. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** The SDK's runtime, each file by its path in the folder, as it is copied into the output. */
export function runtimeFiles(): ReadonlyMap<string, string> {
  const paths = readdirSync(runtimeFolder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.split(sep).join("/"))
    .sort(compareText);
  return new Map(paths.map((path) => [path, readFileSync(join(runtimeFolder, path), "utf8")]));
}

/** The text of the runtime's index, which says what an SDK exports besides its events. */
export function runtimeIndex(): string {
  return readFileSync(join(runtimeFolder, "index.ts"), "utf8");
}

/** The style sheet and the script of a catalogue's pages. */
export function catalogueAssets(): { readonly css: string; readonly js: string } {
  const read = (name: string): string => readFileSync(join(packageFolder, "assets", name), "utf8");
  return { css: read("catalogue.css"), js: read("catalogue.js") };
}

function findPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findPackage(dirname(folder));
}
