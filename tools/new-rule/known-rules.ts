import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders whose files have rules: of `lint`, of `review`, and of the loader, brokers and imports. */
const folders = ["src/lint/rules", "src/review/rules", "src/rules"];

/**
 * The file of each rule of the repository at `root`, by id. Ids are read from the text, so that a rule that does not compile
 * yet is known, too.
 */
export function knownRules(root: string): ReadonlyMap<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  return new Map(
    files.flatMap((file) =>
      [...readFileSync(join(root, file), "utf8").matchAll(/^ +id: "([a-z-]+)",$/gm)].map(
        ([, id = ""]) => [id, file] as const,
      ),
    ),
  );
}
