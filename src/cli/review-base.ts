import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isExamplesFolder } from "../contract/layout.js";
import { type Folder, readFolder } from "../files/read-folder.js";
import { findBase } from "../git/find-base.js";
import { readRevision } from "../git/read-revision.js";
import { repositoryPlace } from "../git/repository-place.js";
import { count } from "../report/words.js";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

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
  io: Io,
  schemas: string,
  { against, exact = false }: BaseOptions,
  current: ReadonlyMap<string, string>,
): Promise<ReviewBase> {
  const folder = resolve(io.cwd, schemas);
  // an empty one, as of a command that failed, is not this folder
  if (against !== undefined && against !== "" && isFolder(resolve(io.cwd, against))) {
    const place = await repositoryPlace({ folder: nearestFolder(folder), env: io.env });
    const before = readFolder(resolve(io.cwd, against), isExamplesFolder);
    if (before.files.size === 0)
      throw new UsageError(`The folder ${against} contains no schema files; pass the base's schemas folder.`);
    return {
      ...before,
      name: against,
      prefix: place?.prefix,
      root: place?.root,
    };
  }
  const reading = { folder, current, env: io.env, skips: isExamplesFolder };
  if (against !== undefined) {
    const base = await readRevision({ ...reading, ref: against, whereHeadLeft: !exact });
    if (base.movedOn !== undefined) io.err(`${movedOn(base.name, base.commit, base.movedOn)}\n`);
    return noted(io, base);
  }
  const found = await findBase(io.env, { folder: nearestFolder(folder), env: io.env });
  if (found === undefined)
    throw new UsageError(
      "Say what to compare with, as --against origin/main: outside of a CI system nothing else tells.",
    );
  io.err(`Compared with ${found.why}.\n`);
  return noted(io, await readRevision({ ...reading, ref: found.ref }));
}

/** Says where the folder was, since nothing of it is new. */
function noted(io: Io, base: ReviewBase): ReviewBase {
  const { movedFrom, prefix, name } = base;
  if (movedFrom === undefined) return base;
  const [from, to] = [movedFrom, prefix].map((path) => path || "the repository's root");
  io.err(`The schemas folder ${to} was ${from} at ${name}, and is compared with that.\n`);
  return base;
}

/** That the revision itself was not compared with, and how it would be. */
function movedOn(name: string, commit: string, commits: number): string {
  return `Compared with the merge base ${commit.slice(0, 7)}: ${name} has moved on by ${count(commits, "commit")} since; merge or rebase to compare with them.`;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The folder at a path, or the nearest one above it that exists. */
export function nearestFolder(path: string): string {
  return isFolder(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
