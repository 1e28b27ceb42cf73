// @ts-check
// Prints the arguments of the git that fetches what a review lacks, each behind a NUL, from the review's JSON. None when
// nothing would help, or when the command is not one of those that rabbitgen gives: names in it are somebody else's.
import { readFileSync } from "node:fs";

const hash = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
const name = "[A-Za-z0-9._/-]+";
/** What may be fetched: a commit, or a plain branch or tag under its own name. */
const wanted = new RegExp(
  `^(?:${hash}|\\+refs/heads/(${name}):refs/remotes/origin/\\1|\\+refs/tags/(${name}):refs/tags/\\2)$`,
);
/** How much of the history. */
const depth = /^--(?:depth=[1-9]\d{0,5}|deepen=[1-9]\d{0,5}|unshallow)$/;
/** A submodule, below the folder that git starts in or beside it. */
const place = /^[^-/\\:][^\\:\0]*$/;

/**
 * @param {unknown} report
 * @returns {readonly string[] | undefined}
 */
function neededFetch(report) {
  const { needs } = /** @type {{ needs?: { arguments?: unknown } }} */ (report ?? {});
  const all = Array.isArray(needs?.arguments) ? needs.arguments : [];
  if (!all.every((each) => typeof each === "string")) return undefined;
  const [option, folder] = all;
  const isInside = option === "-C";
  if (isInside && !(typeof folder === "string" && place.test(folder))) return undefined;
  const [command, noTags, ...rest] = isInside ? all.slice(2) : all;
  if (command !== "fetch" || noTags !== "--no-tags") return undefined;
  const [remote, ...what] = depth.test(rest[0] ?? "") ? rest.slice(1) : rest;
  return remote === "origin" && what.length <= 2 && what.every((each) => wanted.test(each)) ? all : undefined;
}

const [, , file = ""] = process.argv;
/** @type {unknown} */
let report;
try {
  report = JSON.parse(readFileSync(file, "utf8"));
} catch {
  // no report, or not one of this version: nothing is known to help
}
process.stdout.write((neededFetch(report) ?? []).map((each) => `${each}\0`).join(""));
