import { nearestWord } from "../contract/nearest-word.js";
import { GitError } from "./git-error.js";
import { gitCommand, quotedText } from "./git-failure.js";
import { type Git, runGit } from "./run-git.js";

/** Names are only looked at for one that is alike. */
const maxRefs = 2000;

/**
 * Says why a revision is not there, and what to do: the likely name, or the exact command that fetches it. A shallow
 * clone (the default of most CI systems) gets that one commit only, which is all that a review reads.
 */
export async function missingRevision(
  git: Git,
  ref: string,
  shallow: boolean,
  stderr: string,
): Promise<GitError> {
  if (stderr.includes("is ambiguous"))
    return new GitError(`${quotedText(ref)} matches several objects; use more digits of the hash.`);
  const list = ["for-each-ref", `--count=${maxRefs}`, "--format=%(refname)"];
  const [refs, remotes, head] = await Promise.all([
    runGit(git, list),
    runGit(git, ["remote"]),
    runGit(git, ["rev-parse", "HEAD^{commit}", "--"]),
  ]);
  const names = linesOf(refs.stdout).map(shortName);
  if (head.code !== 0 && names.length === 0)
    return new GitError("This repository has no commits yet, so there is nothing to compare with.");
  const missing = `There is no commit ${quotedText(ref)} in this ${shallow ? "shallow clone" : "repository"}`;
  const meant = likelyName(ref, names);
  const usable = usableRemotes(remotes.stdout);
  const fetch = fetchAdvice(ref, usable, shallow, linesOf(head.stdout)[0] ?? "HEAD");
  const needs = fetch?.args === undefined ? undefined : { fetch: fetch.args };
  if (meant !== undefined && fetch !== undefined)
    return new GitError(`${missing}: did you mean ${quotedText(meant)}? If not, ${fetch.advice}`, needs);
  if (meant !== undefined) return new GitError(`${missing}: did you mean ${quotedText(meant)}?`);
  if (fetch !== undefined) return new GitError(`${missing}: ${fetch.advice}`, needs);
  const known = names.slice(0, 5).map(quotedText).join(", ");
  return new GitError(
    known === "" ? `${missing}.` : `${missing}. It has ${known}${names.length > 5 ? ", …" : "."}`,
  );
}

/** `main` is most likely `origin/main`; else the name that is spelt almost so. */
function likelyName(ref: string, names: readonly string[]): string | undefined {
  // Of `main~3` it is the commits behind `main` that lack.
  if (/[~^]|@\{/.test(ref)) return undefined;
  return names.find((name) => name.endsWith(`/${ref}`)) ?? nearestWord(ref, names);
}

/** What to do so that a revision is there, and the command that does it. */
interface FetchAdvice {
  readonly advice: string;
  readonly args?: readonly string[];
}

/** What to run so that the revision is there; without a remote, nothing helps. */
function fetchAdvice(
  ref: string,
  remotes: readonly string[],
  shallow: boolean,
  head: string,
): FetchAdvice | undefined {
  const remote = mainRemote(remotes);
  if (remote === undefined) return undefined;
  const run = (depth: string, from: string, what: string, rest = "."): FetchAdvice => {
    const args = ["fetch", "--no-tags", ...(shallow ? [depth] : []), from, what];
    return { advice: `run \`${gitCommand(args)}\`${rest}`, args };
  };
  const one = "--depth=1";
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(ref)) return run(one, remote, ref);
  if (/^[0-9a-f]{7,63}$/.test(ref))
    return shallow ? { advice: "give its full hash, and it can be fetched." } : undefined;
  const steps = /^(?:HEAD|@)((?:\^1?|~\d*)+)$/.exec(ref)?.[1];
  // By its hash, since what CI checked out is often on no branch.
  if (steps !== undefined) return shallow ? run(`--deepen=${count(steps)}`, remote, head) : undefined;
  const name = ref.replace(/(?:[~^]|@\{).*$/s, "").replace(/^refs\/(?:remotes|heads)\//, "");
  const depth = name === ref || ref.startsWith("refs/") ? one : "--unshallow";
  if (name === "" || /[\s:?*[\\]/.test(name)) return undefined;
  const from = remotes.find((candidate) => name.startsWith(`${candidate}/`));
  if (from !== undefined) {
    const branch = name.slice(from.length + 1);
    return run(depth, from, `+refs/heads/${branch}:refs/remotes/${from}/${branch}`);
  }
  const tag = name.replace(/^refs\/tags\//, "");
  if (tag !== name || /^v?\d/.test(name)) return run(depth, remote, `+refs/tags/${tag}:refs/tags/${tag}`);
  if (name === "HEAD" || name === "@") return undefined;
  const { advice, ...branch } = run(
    depth,
    remote,
    `+refs/heads/${name}:refs/remotes/${remote}/${name}`,
    ` and compare with ${quotedText(`${remote}/${name}`)}.`,
  );
  return { advice: `if it is a branch of ${remote}, ${advice}`, ...branch };
}

/** The remotes that `git remote` lists, but for those that git would take for an option. */
export function usableRemotes(stdout: string): string[] {
  return linesOf(stdout).filter((remote) => !remote.startsWith("-"));
}

/** The remote that a repository was most likely cloned from. */
export function mainRemote(remotes: readonly string[]): string | undefined {
  return remotes.includes("origin") ? "origin" : remotes[0];
}

/** How many commits `~2^` goes back. */
function count(steps: string): number {
  return [...steps.matchAll(/\^1?|~(\d*)/g)].reduce((sum, [, digits]) => sum + Number(digits || 1), 0);
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags|remotes)\//, "");
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && line !== "--");
}
