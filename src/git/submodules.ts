import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { GitError } from "./git-error.js";
import { gitCommand, quotedText } from "./git-failure.js";
import { existing } from "./read-revision.js";
import { type Resolved, resolveRevision } from "./resolve-revision.js";
import { type Git, runGit } from "./run-git.js";

/** A submodule on the way from the repository of the working directory to a folder. */
export interface Submodule {
  /** The root of the working tree that records it, absolute. */
  readonly above: string;
  /** The root of its own, absolute. */
  readonly root: string;
  /** Below `above`, with `/`. */
  readonly path: string;
}

/**
 * The submodules that a folder is in, from the outside in, as far as the repository of the working directory; none where
 * both are in one repository. It is that repository's revisions that are named then, and not those of the submodule.
 */
export async function submodulesAround(
  cwd: string,
  folder: string,
  env: Git["env"],
): Promise<readonly Submodule[]> {
  const start = existing(cwd).folder;
  const outermost = rootOf(start);
  const innermost = rootOf(existing(folder).folder);
  if (outermost === undefined || innermost === undefined || outermost === innermost) return [];
  const found: Submodule[] = [];
  for (let root = innermost; root !== outermost; ) {
    const { stdout } = await runGit({ folder: root, env }, ["rev-parse", "--show-superproject-working-tree"]);
    const [above = ""] = stdout.split("\n");
    if (above === "") return [];
    found.unshift({ above, root, path: relative(above, root).split(sep).join("/") });
    root = above;
  }
  return found;
}

/** The nearest folder with git's own folder, or the file that stands for it. */
function rootOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  return dirname(folder) === folder ? undefined : rootOf(dirname(folder));
}

/** Where to read the files of a folder in submodules. */
export interface Recorded {
  /** The working tree in whose repository they are: the last submodule's, or one above if that recorded files itself. */
  readonly within: string;
  readonly commit: string;
}

/**
 * What a commit of the outermost repository records of submodules: the commit of each in turn. If one was not a
 * submodule then, the files are those of the repository above it. Throws `GitError` with the command that fetches what
 * lacks.
 */
export async function recordedCommit(
  submodules: readonly Submodule[],
  { commit }: Pick<Resolved, "commit">,
  { cwd, ref, env }: { readonly cwd: string; readonly ref: string; readonly env: Git["env"] },
): Promise<Recorded> {
  let at = commit;
  for (const submodule of submodules) {
    const git: Git = { folder: submodule.above, env };
    const recorded =
      (await linkAt(git, at, submodule.path)) ??
      (await linkAt(git, at, await formerPath(git, at, submodule.path)));
    if (recorded === undefined) return { within: submodule.above, commit: at };
    at = recorded;
    await needed(submodule, recorded, { cwd, ref, env });
  }
  const last = submodules.at(-1);
  if (last === undefined) throw new Error("no submodule");
  return { within: last.root, commit: at };
}

/** The commit that a tree records of a submodule at a path. */
async function linkAt(git: Git, commit: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const { stdout } = await runGit(git, ["ls-tree", "-z", "--full-tree", commit, "--", path]);
  return /^160000 commit ([0-9a-f]+)\t/.exec(stdout)?.[1];
}

/** Where a submodule that was moved lay at a commit: it keeps its name in `.gitmodules`. */
async function formerPath(git: Git, commit: string, path: string): Promise<string | undefined> {
  const file = join(git.folder, ".gitmodules");
  const list = ["--null", "--get-regexp", "^submodule\\..*\\.path$"];
  const { stdout } = await runGit(git, ["config", "--file", file, ...list]);
  const [key] = stdout.split("\0").flatMap((entry) => {
    const [name = "", value] = entry.split("\n");
    return value === path ? [name] : [];
  });
  if (key === undefined) return undefined;
  const before = await runGit(git, ["config", "--blob", `${commit}:.gitmodules`, "--null", "--get", key]);
  return before.stdout.split("\0")[0] || undefined;
}

/** Throws, with what to fetch, when a submodule lacks the commit that is recorded of it. */
async function needed(
  { root, path }: Submodule,
  commit: string,
  { cwd, ref, env }: { readonly cwd: string; readonly ref: string; readonly env: Git["env"] },
): Promise<void> {
  try {
    await resolveRevision({ folder: root, env }, commit);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const lacks = `The submodule ${quotedText(path)} lacks the commit ${commit} that ${quotedText(ref)} records of it`;
    if (error.needs === undefined) throw new GitError(`${lacks}: fetch it there.`);
    const place = relative(existing(cwd).folder, root).split(sep).join("/");
    const fetch = ["-C", place, ...error.needs.fetch];
    throw new GitError(`${lacks}: run \`${gitCommand(fetch)}\`.`, { fetch });
  }
}
