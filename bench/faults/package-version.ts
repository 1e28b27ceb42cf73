import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The version in the package.json of this repository (`rabbitgen`) or of an installed package. */
export function packageVersion(name: string): string {
  const folder = name === "rabbitgen" ? repository : join(repository, "bench", "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return version;
}
