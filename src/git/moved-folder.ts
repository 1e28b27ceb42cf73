import { compareText } from "../code/compare-text.js";
import { isContractFile } from "../contract/file-syntax.js";

import type { Located, Tree } from "./tree.js";

/** The folder as it is now. */
export interface MovedFolder {
  /** The ids of its files' texts, by path below it. */
  readonly ids: ReadonlyMap<string, string>;
  /** Whether a file below the repository's root is still there: what still is has not moved. */
  readonly isThere: (path: string) => boolean;
}

/** A folder that files may have been moved from. */
interface Candidate {
  /** Files of the same path below it. */
  readonly paths: string[];
  /** How many of them have the same text. */
  same: number;
}

/** A commit with more entries is not searched. */
const maxEntries = 1_000_000;

/**
 * Where a folder was at a commit that does not have it under its name of now: the folder that has most of the same files,
 * by text and then by path, and is gone now. `undefined` where there is none, so that the folder is new.
 */
export async function movedFrom(tree: Tree, now: MovedFolder): Promise<Located | undefined> {
  const candidates = new Map<string, Candidate>();
  for await (const [path, id] of contractFiles(tree)) {
    for (const [folder, rest] of splits(path)) {
      const current = now.ids.get(rest);
      if (current === undefined) continue;
      const candidate = candidates.get(folder) ?? { paths: [], same: 0 };
      candidates.set(folder, candidate);
      candidate.paths.push(rest);
      if (current === id) candidate.same += 1;
    }
  }
  const moved = [...candidates].filter(([folder, { paths }]) => {
    const left = paths.filter((path) => now.isThere(below(folder, path)));
    // Settings alone are not evidence: every folder may have a contract.json.
    return left.length * 2 < paths.length && paths.some((path) => path.includes("/"));
  });
  const [best] = moved.sort(
    ([one, a], [other, b]) =>
      b.same - a.same ||
      b.paths.length - a.paths.length ||
      one.length - other.length ||
      compareText(one, other),
  );
  const found = best === undefined ? "absent" : await tree.locate(best[0]);
  return typeof found === "string" || found.kind !== "folder" ? undefined : found;
}

/** `a/b/c` as a folder and what is below it: the root, `a` and `a/b`. */
function* splits(path: string): Generator<[folder: string, rest: string]> {
  yield ["", path];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1))
    yield [path.slice(0, at), path.slice(at + 1)];
}

/** Paths and ids of all files of a commit that a schemas folder may have, level by level; none where there are too many. */
async function* contractFiles(tree: Tree): AsyncGenerator<[path: string, id: string]> {
  const root = await tree.locate("");
  let level = typeof root === "string" ? [] : [{ path: "", id: root.id }];
  let entries = 0;
  while (level.length > 0) {
    const contents = await tree.folders(level.map(({ id }) => id));
    const next: typeof level = [];
    for (const [index, folder] of level.entries())
      for (const { name, kind, id } of contents[index]?.values() ?? []) {
        entries += 1;
        if (name.startsWith(".") || name === "node_modules") continue;
        const path = below(folder.path, name);
        if (kind === "folder") next.push({ path, id });
        else if (kind === "file" && isContractFile(name)) yield [path, id];
      }
    if (entries > maxEntries) return;
    level = next;
  }
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
