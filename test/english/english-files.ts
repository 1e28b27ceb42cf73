import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { root } from "./root.js";

const written = /\.(?:md|ts)$/;
const made = /(?:^|\/)(?:\.temp|build|dist|generated|golden|node_modules|site\/pages)(?:\/|$)/;

/** The TypeScript and Markdown files under some files and folders of the root, without generated ones; sorted. */
export function englishFiles(areas: readonly string[]): readonly string[] {
  return areas.flatMap(filesUnder).sort();
}

function filesUnder(area: string): readonly string[] {
  if (made.test(area)) return [];
  const path = join(root, area);
  const files = statSync(path).isFile()
    ? [area]
    : readdirSync(path, { recursive: true, encoding: "utf8" }).map(
        (name) => `${area}/${name.split(sep).join("/")}`,
      );
  return files.filter((file) => written.test(file) && !made.test(file));
}
