import { statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { isExamplesFolder } from "../contract/layout.js";
import { type Folder, readFolder } from "../files/read-folder.js";
import { UsageError } from "../findings/usage-error.js";
import { findBase } from "../git/find-base.js";
import { mergeBaseOf } from "../git/merge-base.js";
import { existing, readRevision } from "../git/read-revision.js";
import { repositoryPlace } from "../git/repository-place.js";
import { resolveRevision } from "../git/resolve-revision.js";
import type { Git } from "../git/run-git.js";
import { recordedCommit, submodulesAround } from "../git/submodules.js";
import { count } from "../report/words.js";
import type { Surroundings } from "./surroundings.js";

/** What a review compares with. */
export interface ReviewBase extends Folder {
  /** As the user calls it. */
  readonly name: string;
  /** Of a revision, its full hash. */
  readonly commit?: string;
  /** The commits by which the revision is ahead of `commit`, where that is only the merge base of it and HEAD. */
  readonly movedOn?: number;
  /** The schemas folder below the repository's root, if it is in one. */
  readonly prefix: string | undefined;
  /** The same in the base, where it was another folder. */
  readonly movedFrom?: string;
  /** The submodule that the folder is in, if the revision is one of the repository around that. */
  readonly submodule?: string;
  /** The repository's root, if there is one. */
  readonly root: string | undefined;
}

/** Which state is read. */
export interface BaseOptions {
  /** A folder or a revision; without either, what the CI system says is read. */
  readonly against: string | undefined;
  /** Whether a revision is read as it is: as an earlier state, and not as the base that a change starts from. */
  readonly exact?: boolean;
}

/** Reads the base of a review, without examples. */
export async function readBase(
  around: Surroundings,
  schemas: string,
  { against, exact = false }: BaseOptions,
  current: ReadonlyMap<string, string>,
): Promise<ReviewBase> {
  const folder = resolve(around.cwd, schemas);
  // an empty one, as of a command that failed, is not this folder
  if (against !== undefined && against !== "" && isFolder(resolve(around.cwd, against))) {
    const place = await repositoryPlace({ folder: nearestFolder(folder), env: around.env });
    const before = readFolder(resolve(around.cwd, against), isExamplesFolder);
    if (before.files.size === 0)
      throw new UsageError(`The folder ${against} contains no schema files; pass the base's schemas folder.`);
    return {
      ...before,
      name: against,
      prefix: place?.prefix,
      root: place?.root,
    };
  }
  const submodules = await submodulesAround(around.cwd, folder, around.env);
  const git: Git = { folder: submodules[0]?.above ?? existing(folder).folder, env: around.env };
  const reading = { folder, current, env: around.env, skips: isExamplesFolder };
  const found = against === undefined ? await findBase(around.env, git) : undefined;
  if (found !== undefined) around.note(`Compared with ${found.why}.`);
  const ref = against ?? found?.ref;
  if (ref === undefined)
    throw new UsageError(
      "Pass --against <ref>, for example --against origin/main. (The base is detected only in CI.)",
    );
  const whereHeadLeft = against !== undefined && !exact;
  if (submodules.length === 0) return noted(around, await readRevision({ ...reading, ref, whereHeadLeft }));
  const named = await resolveRevision(git, ref);
  const left = whereHeadLeft ? await mergeBaseOf(git, ref, named) : undefined;
  if (left !== undefined) around.note(hasMovedOn(ref, left.commit, left.movedOn));
  const recorded = await recordedCommit(submodules, left ?? named, { cwd: around.cwd, ref, env: around.env });
  const base = await readRevision({ ...reading, ref: recorded.commit, within: recorded.within });
  const path = submodules.map((each) => each.path).join("/");
  around.note(
    `The schemas are in the submodule ${path}, and are compared with the commit that ${ref} records for it.`,
  );
  return noted(around, {
    ...base,
    ...inOutermost(git.folder, recorded.within, base),
    name: ref,
    submodule: path,
  });
}

/** The places of a base in a submodule, as the repository around it has them. */
function inOutermost(root: string, within: string, { prefix = "", movedFrom }: ReviewBase) {
  const outer = (path: string): string => relative(root, resolve(within, path)).split(sep).join("/");
  return { root, prefix: outer(prefix), ...(movedFrom === undefined ? {} : { movedFrom: outer(movedFrom) }) };
}

/** Says what was compared in place of what was named. */
function noted(around: Surroundings, base: ReviewBase): ReviewBase {
  const { movedFrom, movedOn, prefix, name, commit = "" } = base;
  if (movedOn !== undefined) around.note(hasMovedOn(name, commit, movedOn));
  if (movedFrom === undefined) return base;
  const [from, to] = [movedFrom, prefix].map((path) => path || "the repository's root");
  around.note(`The schemas folder ${to} was ${from} at ${name}; it is compared with that folder.`);
  return base;
}

/** That the revision itself was not compared with, and how it would be. */
function hasMovedOn(name: string, commit: string, commits: number): string {
  return `Compared with the merge base ${commit.slice(0, 7)}: ${name} has ${count(commits, "commit")} since then; merge or rebase to compare with the latest.`;
}

/** Where git is asked for revisions: in the repository of the working directory, though the schemas be in a submodule. */
export async function gitOf(around: Surroundings, schemas: string): Promise<Git> {
  const folder = resolve(around.cwd, schemas);
  const [outermost] = await submodulesAround(around.cwd, folder, around.env);
  return { folder: outermost?.above ?? nearestFolder(folder), env: around.env };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The folder at a path, or the nearest one above it that exists. */
function nearestFolder(path: string): string {
  return isFolder(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
