import { hashText } from "../files/manifest.js";
import { catalogueAssets, packageVersion, type templateFiles } from "../files/package-files.js";

/** The package's version, and the files that it copies: another one of either makes everything anew. */
export function generatorVersion({ runtime, opentelemetry }: ReturnType<typeof templateFiles>): string {
  const texts = [...runtime.values(), ...opentelemetry.values()];
  return `${packageVersion()}+${hashText(texts.join("\n")).slice(0, 8)}`;
}

/** The package's version, and the style sheet and script that a catalogue has. */
export function catalogueVersion(): string {
  return `${packageVersion()}+${hashText(Object.values(catalogueAssets()).join("\n")).slice(0, 8)}`;
}
