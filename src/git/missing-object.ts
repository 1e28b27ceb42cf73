import { GitError } from "./git-error.js";
import { gitFailure, lacksPromised, partialClone, quotedText } from "./git-failure.js";
import type { MissingObject } from "./object-reader.js";
import type { Resolved } from "./resolve-revision.js";
import type { Git } from "./run-git.js";

/** What to do about an object that the repository lacks; `prefix` is the folder that was read. */
export function missingObject(
  { message }: MissingObject,
  git: Git,
  { root, commit }: Resolved,
  prefix: string,
): GitError {
  if (lacksPromised(message)) return partialClone(commit, prefix);
  if (/^[0-9a-f]+$/.test(message))
    return new GitError(
      `The repository ${quotedText(root)} lacks the object ${message}; run \`git fsck\`, or clone it again.`,
    );
  return gitFailure(message, git.folder);
}
