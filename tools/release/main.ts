import { readFileSync, writeFileSync } from "node:fs";
import { released, type VersionedFiles, versionedFiles } from "./released.js";

// `npm run release -- 0.2.0`: sets the version of both packages, and dates the changelog. CONTRIBUTING.md has the other steps.
const version = process.argv[2] ?? "";
try {
  const texts = versionedFiles.map((path) => [path, readFileSync(path, "utf8")]);
  const today = new Date().toISOString().slice(0, 10);
  const result = released(Object.fromEntries(texts) as VersionedFiles, version, today);
  for (const [path, text] of Object.entries(result)) writeFileSync(path, text);
  console.log(`${versionedFiles.join(", ")}: ${version}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
