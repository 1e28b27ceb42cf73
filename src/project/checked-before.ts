import { resolve } from "node:path";
import { generatorVersion } from "../files/generator-version.js";
import { hashText, manifestName, parseManifest } from "../files/manifest.js";
import { runtimeFiles } from "../files/package-files.js";
import { readText } from "../files/read-text.js";
import type { Where } from "./surroundings.js";

/**
 * The schema files that `rabbitgen generate` has found free of errors, by what it remembers in its usual folder: they
 * need no check again, which takes most of the time of a command that prints. Empty where it remembers nothing.
 */
export function checkedBefore({ cwd }: Where, files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const manifest = parseManifest(readText(resolve(cwd, "generated", manifestName)));
  if (!manifest?.isWhole || manifest.service !== undefined) return new Set();
  if (manifest.rabbitgen !== generatorVersion(runtimeFiles())) return new Set();
  const same = [...files].filter(([path, text]) => manifest.schemas.get(path) === hashText(text));
  return new Set(same.map(([path]) => path));
}
