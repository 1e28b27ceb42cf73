import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { root } from "./root.js";

const written = /\.(?:md|ts)$/;
const made = /(?:^|\/)(?:build|dist|generated|golden|node_modules)(?:\/|$)/;

/** The TypeScript and Markdown files under some files and folders of the root, without generated ones; sorted. */
export function englishFiles(areas: readonly string[]): readonly string[] {
  return areas.flatMap(filesUnder).sort();
}

function filesUnder(area: string): readonly string[] {
  const path = join(root, area);
  if (statSync(path).isFile()) return [area];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => `${area}/${name.split(sep).join("/")}`)
    .filter((file) => written.test(file) && !made.test(file));
}
