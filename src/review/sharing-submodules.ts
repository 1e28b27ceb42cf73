import type { Folder } from "../files/read-folder.js";
import type { Finding } from "../findings/finding.js";

/**
 * Git has a submodule's files elsewhere, so that nothing tells what they were: they count as unchanged, since what is
 * read from them would be new, and what refers to them wrong. That they were not compared is told.
 */
export function sharingSubmodules<Base extends Folder>(
  base: Base,
  current: ReadonlyMap<string, string>,
): { readonly base: Base; readonly unread: readonly Finding[] } {
  const unread = base.findings.filter(({ rule }) => rule === "submodule-unread");
  const shared = [...current].filter(([path]) => unread.some(({ file }) => path.startsWith(`${file}/`)));
  return { base: { ...base, files: new Map([...base.files, ...shared]) }, unread };
}
