import { GitError } from "./git-error.js";
import { quotedText } from "./git-failure.js";
import { type Git, runGit } from "./run-git.js";

/** Each is read and compared as a whole. */
const mostTags = 50;

/** Whether a text is a pattern of tags, such as `v1.*`: no revision has these characters in its name. */
export function isTagPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/** The tags that match a pattern of `git for-each-ref`, the newest first. Throws `GitError` for none and for too many. */
export async function tagsMatching(git: Git, pattern: string): Promise<readonly string[]> {
  const args = [
    "--sort=-version:refname",
    "--sort=-creatordate",
    `--count=${mostTags + 1}`,
    "--format=%(refname)",
  ];
  const { code, stdout, stderr } = await runGit(git, ["for-each-ref", ...args, "--", `refs/tags/${pattern}`]);
  if (code !== 0) throw new GitError(`Failed to list the tags of ${quotedText(pattern)}: ${stderr.trim()}`);
  const tags = stdout.split("\n").filter((line) => line !== "");
  if (tags.length === 0)
    throw new GitError(`No tag matches ${quotedText(pattern)}; fetch tags with \`git fetch --tags\`.`);
  if (tags.length > mostTags)
    throw new GitError(
      `More than ${mostTags} tags match ${quotedText(pattern)}; use a pattern that matches only tags whose messages may still be queued.`,
    );
  return tags.map((tag) => tag.replace(/^refs\//, ""));
}
