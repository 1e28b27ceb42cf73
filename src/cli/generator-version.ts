import { hashText } from "../files/manifest.js";
import { catalogueAssets, packageVersion } from "../files/package-files.js";
import type { RuntimeFiles } from "../sdk/runtime-modules.js";

/** The package's version, and the names and texts of the files that it copies: a change of any makes everything again. */
export function generatorVersion(runtime: RuntimeFiles): string {
  return `${packageVersion()}+${hashText([...runtime].flat().join("\n")).slice(0, 8)}`;
}

/** The package's version, and the style sheet and script that a catalogue has. */
export function catalogueVersion(): string {
  return `${packageVersion()}+${hashText(Object.values(catalogueAssets()).join("\n")).slice(0, 8)}`;
}
