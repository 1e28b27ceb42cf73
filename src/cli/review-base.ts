import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isExamplesFolder } from "../contract/layout.js";
import { type Folder, readFolder } from "../files/read-folder.js";
import { findBase } from "../git/find-base.js";
import { readRevision } from "../git/read-revision.js";
import { repositoryPlace } from "../git/repository-place.js";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

/** What a review compares with. */
export interface ReviewBase extends Folder {
  /** As the user calls it. */
  readonly name: string;
  /** Of a revision, its full hash. */
  readonly commit?: string;
  /** The schemas folder below the repository's root, if it is in one. */
  readonly prefix: string | undefined;
  /** The repository's root, if there is one. */
  readonly root: string | undefined;
}

/** Reads the base from a folder or a revision, without examples; without either, what the CI system says. */
export async function readBase(
  io: Io,
  schemas: string,
  against: string | undefined,
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
  if (against !== undefined)
    return readRevision({ folder, ref: against, current, env: io.env, skips: isExamplesFolder });
  const found = await findBase(io.env, { folder: nearestFolder(folder), env: io.env });
  if (found === undefined)
    throw new UsageError(
      "Say what to compare with, as --against origin/main: outside of a CI system nothing else tells.",
    );
  io.err(`Compared with ${found.why}.\n`);
  return readRevision({ folder, ref: found.ref, current, env: io.env, skips: isExamplesFolder });
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
