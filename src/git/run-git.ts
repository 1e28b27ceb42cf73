import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { dirname } from "node:path";
import { GitError } from "./git-error.js";

/** Where git is asked: it finds the repository from the folder, whatever the working directory is. */
export interface Git {
  /** An absolute path that exists. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a git process left behind. */
export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Git answers single questions in less (1 MiB of text); more is an error. */
const maxAnswerBytes = 1024 * 1024;

/** Runs git to its end. Throws `GitError` when it cannot be started; a failing git is a result. */
export function runGit(git: Git, args: readonly string[]): Promise<GitResult> {
  const options = { ...spawnOptions(git), encoding: "utf8", maxBuffer: maxAnswerBytes } as const;
  return new Promise((resolve, reject) => {
    execFile("git", [...fixedArgs(git), ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ code: error.code, stdout, stderr });
      else reject(notStarted(error));
    });
  });
}

/** Starts a git process to exchange data with. Its `error` event must be converted by `notStarted`. */
export function startGit(git: Git, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn("git", [...fixedArgs(git), ...args], { ...spawnOptions(git), stdio: "pipe" });
}

/** Why git did not run, or did not come to its end. */
export function notStarted(error: Error): GitError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT")
    return new GitError(
      "Git is not installed or not on the PATH; install it, or compare with a folder instead of a revision.",
    );
  return new GitError(`Failed to run git (${code ?? error.message}).`);
}

/**
 * What holds for every git process here. A repository's own config is not trusted: none of the commands in use runs
 * hooks, filters or a pager, and what could start a program is switched off. `safe.bareRepository` (git 2.38) keeps git
 * from treating a folder of the working tree as a repository because it contains a committed `HEAD`, `objects`, `refs`
 * and `config` into it. Replacement objects are ignored, so that the commit that is named is the one that was read.
 */
function fixedArgs({ folder }: Git): string[] {
  const config = ["core.fsmonitor=false", "safe.bareRepository=explicit"];
  return ["-C", folder, "--no-pager", "--no-replace-objects", ...config.flatMap((entry) => ["-c", entry])];
}

/**
 * The child's working directory is node's own folder, since Windows looks there first for `git.exe`, and so does a
 * PATH with `.` in it. Nothing may be fetched: a partial clone would otherwise get each missing object by a request of
 * its own, and run the commands that the repository's config names for it. Git before 2.45 does not know
 * `GIT_NO_LAZY_FETCH`; it finds every transport forbidden.
 */
function spawnOptions({ env }: Git): { cwd: string; env: NodeJS.ProcessEnv; windowsHide: true } {
  const fixed = {
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    LC_ALL: "C",
    LANGUAGE: "C",
  };
  const kept = Object.entries(env).filter(([name]) => !decidedByFolder.has(name));
  return {
    cwd: dirname(process.execPath),
    env: { ...Object.fromEntries(kept), ...fixed },
    windowsHide: true,
  };
}

/** Set where git runs a hook, for the repository that the hook is of; here the folder decides. */
const decidedByFolder: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_NAMESPACE",
  "GIT_SHALLOW_FILE",
  "GIT_GRAFT_FILE",
  "GIT_REPLACE_REF_BASE",
]);
