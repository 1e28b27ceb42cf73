import { createHash } from "node:crypto";
import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { compareText } from "../code/compare-text.js";
import { maxFileBytes } from "../contract/max-file-bytes.js";
import { findingOn } from "../contract/source-file.js";
import { decodeUtf8 } from "../files/decode-utf8.js";
import { noUtf8, tooLarge } from "../files/folder-problems.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { GitError } from "./git-error.js";
import { quotedText } from "./git-failure.js";
import { mergeBaseOf } from "./merge-base.js";
import { missingObject } from "./missing-object.js";
import { type MovedFolder, movedFrom } from "./moved-folder.js";
import { MissingObject, ObjectReader } from "./object-reader.js";
import { type Resolved, resolveRevision } from "./resolve-revision.js";
import type { Git } from "./run-git.js";
import { type Located, Tree } from "./tree.js";
import { walkTree } from "./walk-tree.js";

/** What to read. */
export interface RevisionOptions {
  /** The schemas folder, absolute; it may have been deleted. The repository is the one that contains it. */
  readonly folder: string;
  /** A branch, tag, hash or `HEAD~1`. */
  readonly ref: string;
  /**
   * The root of the working tree whose repository is read, where that is not the nearest one around the folder: of a
   * submodule that was a plain folder of the repository above it.
   */
  readonly within?: string;
  /** Reads where HEAD left the revision, if others have moved it on; without it, exactly what the name says. */
  readonly whereHeadLeft?: boolean;
  /** The texts of the working folder by path; what is unchanged is not read again. */
  readonly current?: ReadonlyMap<string, string>;
  readonly env?: Git["env"];
  /** Leaves folders and files out by their path below the schemas folder, as of `readFolder`; by default none. */
  readonly skips?: (path: string) => boolean;
}

/** A schemas folder as it was at a commit. */
export interface Revision extends Folder {
  /** The commit's full hash. */
  readonly commit: string;
  /** The revision as it was asked for. */
  readonly name: string;
  /** The commits by which the revision is ahead of `commit`, where that is only the merge base of it and HEAD. */
  readonly movedOn?: number;
  /** The schemas folder below the repository's root, with `/`; empty for the root itself. */
  readonly prefix: string;
  /** The same at that commit, where it was another folder. */
  readonly movedFrom?: string;
  /** The root of the working tree, absolute. */
  readonly root: string;
}

/**
 * Reads the JSON files of a schemas folder at a git revision, by the rules of `readFolder`, from the object store:
 * two git processes, no checkout, no request, and nothing written. A folder that the revision does not have is empty.
 * Texts are what git stores, so with LF where `autocrlf` made CRLF of it. Throws `GitError`.
 */
export async function readRevision(options: RevisionOptions): Promise<Revision> {
  const { folder, ref, current = new Map(), env = process.env, skips } = options;
  const place = options.within === undefined ? existing(folder) : placeWithin(folder, options.within);
  const git: Git = { folder: place.folder, env };
  const named = await resolveRevision(git, ref);
  const left = options.whereHeadLeft ? await mergeBaseOf(git, ref, named) : undefined;
  const resolved = left === undefined ? named : await resolveRevision(git, left.commit);
  const prefix = [resolved.prefix, ...place.gone].filter((part) => part !== "").join("/");
  const reader = new ObjectReader(git);
  try {
    const tree = new Tree(reader, resolved.tree);
    const top = await tree.locate(ownPath(folder, resolved.root) ?? prefix);
    if (top === "outside") throw new GitError(elsewhere(prefix, ref));
    const isThere = top !== "absent" && top.kind === "folder";
    const there = isThere ? await readFiles(reader, tree, top, current, skips) : nothing;
    const isOther = current.size > 0 && ![...current.keys()].some((path) => there.files.has(path));
    const moved = isOther ? await movedFrom(tree, movedFolder(current, resolved)) : undefined;
    const read = moved === undefined ? there : await readFiles(reader, tree, moved, current, skips);
    const { commit, root } = resolved;
    return {
      ...read,
      commit,
      name: ref,
      ...(left && { movedOn: left.movedOn }),
      ...(moved && { movedFrom: moved.path }),
      prefix,
      root,
    };
  } catch (error) {
    throw error instanceof MissingObject ? missingObject(error, git, resolved, prefix) : error;
  } finally {
    await reader.close();
  }
}

const nothing: Folder = { files: new Map(), findings: [] };

async function readFiles(
  reader: ObjectReader,
  tree: Tree,
  top: Located,
  current: ReadonlyMap<string, string>,
  skips: RevisionOptions["skips"],
): Promise<Folder> {
  const walked = await walkTree(tree, top, skips);
  const algorithm = top.id.length === 40 ? "sha1" : "sha256";
  const known = new Map([...current.values()].map((text) => [blobId(text, algorithm), text]));
  const wanted = [...walked.files.values()].filter((id) => !known.has(id));
  const objects = await reader.read(wanted, maxFileBytes);
  const files = new Map<string, string>();
  const findings: Finding[] = [...walked.findings];
  for (const [path, id] of [...walked.files].sort(([a], [b]) => compareText(a, b))) {
    const bytes = objects.get(id)?.bytes;
    const text = known.get(id) ?? (bytes && decodeUtf8(bytes));
    if (text !== undefined) files.set(path, text);
    else findings.push(findingOn(path, bytes === undefined ? tooLarge : noUtf8));
  }
  return { files, findings: findings.sort(compareFindings) };
}

function movedFolder(current: ReadonlyMap<string, string>, { commit, root }: Resolved): MovedFolder {
  const algorithm = commit.length === 40 ? "sha1" : "sha256";
  return {
    ids: new Map([...current].map(([path, text]) => [path, blobId(text, algorithm)])),
    isThere: (path) => existsSync(join(root, path)),
  };
}

/** The id that git gives to a file with this text. */
function blobId(text: string, algorithm: "sha1" | "sha256"): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** The nearest folder that exists, without links, and the names below it that do not. */
export function existing(path: string): { folder: string; gone: string[] } {
  try {
    if (statSync(path).isDirectory()) return { folder: realpathSync.native(path), gone: [] };
  } catch {
    // Its parent, then.
  }
  const parent = dirname(path);
  if (parent === path) throw new GitError(`Folder ${quotedText(path)} not found.`);
  const { folder, gone } = existing(parent);
  return { folder, gone: [...gone, basename(path)] };
}

/** A folder as if the working tree that it is named in were one repository. */
function placeWithin(path: string, root: string): { folder: string; gone: string[] } {
  const { folder, gone } = existing(path);
  const below = relative(root, folder).split(sep);
  return { folder: root, gone: [...below.filter((name) => name !== ""), ...gone] };
}

/**
 * A schemas folder that is a link now is looked up by its own name, since it may have been a folder then. Undefined
 * where that name lies outside of the repository that it leads to.
 */
function ownPath(folder: string, root: string): string | undefined {
  const { folder: parent, gone } = existing(dirname(folder));
  const path = relative(root, join(parent, ...gone, basename(folder)));
  const isInside = path !== "" && path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  return isInside ? path.split(sep).join("/") : undefined;
}

/** Taken for an empty folder, it would make a review that finds nothing. */
function elsewhere(prefix: string, ref: string): string {
  return `At ${quotedText(ref)} ${quotedText(prefix)} is a submodule, or a link out of the repository; compare with a folder instead.`;
}
