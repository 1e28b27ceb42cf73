import { relative, resolve, sep } from "node:path";
import { GitError } from "./git-error.js";
import { type Git, runGit } from "./run-git.js";

/** Where a folder lies in its repository. */
export interface RepositoryPlace {
  /** The working tree's root, absolute. */
  readonly root: string;
  /** The folder below it with `/`; empty for the root. */
  readonly prefix: string;
}

/** The place of a folder in the repository that it is in; `undefined` outside of one, or without git. */
export async function repositoryPlace(git: Git): Promise<RepositoryPlace | undefined> {
  try {
    const { code, stdout } = await runGit(git, ["rev-parse", "--is-inside-work-tree", "--show-cdup"]);
    const [inside, up] = stdout.split("\n");
    if (code !== 0 || inside !== "true" || up === undefined) return undefined;
    const root = resolve(git.folder, up);
    return { root, prefix: relative(root, git.folder).split(sep).join("/") };
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
