import { hashText } from "./manifest.js";
import { catalogueAssets, packageVersion } from "./package-files.js";

/** The package's version, and the names and texts of the files that it copies: a change of any makes everything again. */
export function generatorVersion(runtime: ReadonlyMap<string, string>): string {
  return `${packageVersion()}+${hashText([...runtime].flat().join("\n")).slice(0, 8)}`;
}

/** The package's version, and the style sheet and script that a catalogue has. */
export function catalogueVersion(): string {
  return `${packageVersion()}+${hashText(Object.values(catalogueAssets()).join("\n")).slice(0, 8)}`;
}
