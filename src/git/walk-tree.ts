import { isContractFile } from "../contract/file-syntax.js";
import { type Diagnosis, findingOn } from "../contract/source-file.js";
import { linkOut, linkTwice } from "../files/folder-problems.js";
import type { Finding } from "../findings/finding.js";
import { GitError } from "./git-error.js";
import type { Located, Tree, TreeEntry } from "./tree.js";

/** The files of a folder at a revision: their objects' ids by path below the folder. */
export interface WalkedTree {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

interface TreeFolder {
  /** Below the schemas folder, as it is reached. */
  readonly path: string;
  /** Below the repository's root, as it is stored. */
  readonly real: string;
  readonly id: string;
  readonly linked: boolean;
}

/** A crafted repository can expand ten small objects to ten billion files; real folders are far smaller. */
const maxEntries = 100_000;
/** The longest path that Linux takes. */
const maxPath = 4096;

/**
 * Finds what `readFolder` finds, by the same rules for hidden folders, `node_modules` and links. Level by level, so
 * that each costs one round trip. A submodule's files are in another repository: they are not compared, and a finding
 * reports that.
 */
export async function walkTree(
  tree: Tree,
  top: Located,
  skips: (path: string) => boolean = () => false,
): Promise<WalkedTree> {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  let entries = 0;
  let level: TreeFolder[] = [{ path: "", real: top.path, id: top.id, linked: false }];
  const follow = async (
    folder: TreeFolder,
    path: string,
    { name }: TreeEntry,
  ): Promise<TreeFolder | undefined> => {
    const found = await tree.locate(below(folder.real, name));
    const real = typeof found === "string" ? undefined : found;
    const problem = linkProblem(real, below(top.path, path), top.path, folder.linked);
    if (problem) findings.push(findingOn(path, problem));
    if (problem !== undefined || real === undefined) return undefined;
    if (real.kind === "folder") return { path, real: real.path, id: real.id, linked: true };
    if (isContractFile(name)) files.set(path, real.id);
    return undefined;
  };
  while (level.length > 0) {
    const next: TreeFolder[] = [];
    const contents = await tree.folders(level.map(({ id }) => id));
    for (const [index, folder] of level.entries()) {
      const held = contents[index] ?? new Map<string, TreeEntry>();
      entries += held.size;
      if (entries > maxEntries) throw new GitError(tooMany);
      for (const entry of held.values()) {
        const { name, kind, id } = entry;
        if (name.startsWith(".") || name === "node_modules") continue;
        const path = below(folder.path, name);
        if (skips(path)) continue;
        if (path.length > maxPath) throw new GitError(tooMany);
        if (kind === "link") {
          const linked = await follow(folder, path, entry);
          if (linked) next.push(linked);
        } else if (kind === "folder")
          next.push({ path, real: below(folder.real, name), id, linked: folder.linked });
        else if (kind === "submodule") findings.push(findingOn(path, submodule));
        else if (isContractFile(name)) files.set(path, id);
      }
    }
    level = next;
  }
  return { files, findings };
}

/** Why a link is not followed, if that matters: a link to a picture is not expected to be a schema. */
function linkProblem(
  real: Located | undefined,
  path: string,
  top: string,
  linked: boolean,
): Diagnosis | undefined {
  if (real === undefined || !isBelow(real.path, top)) {
    // Targets outside the repository are not known; a name without a dot is most likely a folder.
    const mayMatter = real ? real.kind === "folder" : !/[^/.][^/]*\.[^/]*$/.test(path);
    return mayMatter || isContractFile(path) ? linkOut : undefined;
  }
  if (real.kind !== "folder") return undefined;
  return linked || isBelow(path, real.path) ? linkTwice : undefined;
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

function below(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

const submodule: Diagnosis = {
  rule: "submodule-unread",
  severity: "warning",
  message: "This folder is a submodule; its files at that revision are not compared.",
  help: "Review its changes in its own repository.",
};

const tooMany = `The schemas folder at that revision is too large: more than ${maxEntries} entries, or paths over ${maxPath} characters.`;
