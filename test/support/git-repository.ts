import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { tempFolder, writeFiles } from "./temp-folder.js";

/** An environment in which git does the same on every machine: no config but the repository's own. */
export const gitEnv: Readonly<Record<string, string | undefined>> = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A. Author",
  GIT_AUTHOR_EMAIL: "author@example.com",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_NAME: "A. Author",
  GIT_COMMITTER_EMAIL: "author@example.com",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
};

/** A real repository in a folder that is removed when the test ends. */
export interface GitRepository {
  readonly folder: string;
  /** Runs git there and gives its output without the last line break; throws when it fails. */
  readonly git: (...args: string[]) => string;
  /** Writes these files, removes those that are `undefined`, and commits everything; gives the commit's hash. */
  readonly commit: (files: Readonly<Record<string, unknown>>) => string;
}

/** A new repository with the branch `main` and nothing in it. */
export function gitRepository(...options: string[]): GitRepository {
  const repository = repositoryAt(tempFolder());
  repository.git("init", "-q", "-b", "main", ...options);
  return repository;
}

/** A clone by way of git's protocol, as from a server; `options` such as `--depth=1`. */
export function cloneOf({ folder }: GitRepository, ...options: string[]): GitRepository {
  const clone = repositoryAt(join(tempFolder(), "clone"));
  const config = ["-c", "protocol.file.allow=always"];
  runIn(join(clone.folder, ".."), [...config, "clone", "-q", ...options, `file://${folder}`, clone.folder]);
  return clone;
}

/** The repository that a folder is in. */
export function repositoryAt(folder: string): GitRepository {
  const git = (...args: string[]): string => runIn(folder, args);
  return {
    folder,
    git,
    commit: (files) => {
      for (const [name, content] of Object.entries(files))
        if (content === undefined) rmSync(join(folder, name), { recursive: true, force: true });
        else writeFiles(folder, { [name]: content });
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", "Change schemas");
      return git("rev-parse", "HEAD");
    },
  };
}

function runIn(cwd: string, args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd,
    env: gitEnv as NodeJS.ProcessEnv,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).replace(/\n$/, "");
}
