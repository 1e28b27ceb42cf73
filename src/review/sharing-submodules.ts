import type { Folder } from "../files/read-folder.js";
import type { Finding } from "../findings/finding.js";

/**
 * A submodule's files are in another repository, so the base's versions cannot be read. They count as unchanged; otherwise
 * they would be reported as new, and references to them as errors. A finding reports that they were not compared.
 */
export function sharingSubmodules<Base extends Folder>(
  base: Base,
  current: ReadonlyMap<string, string>,
): { readonly base: Base; readonly unread: readonly Finding[] } {
  const unread = base.findings.filter(({ rule }) => rule === "submodule-unread");
  const shared = [...current].filter(([path]) => unread.some(({ file }) => path.startsWith(`${file}/`)));
  return { base: { ...base, files: new Map([...base.files, ...shared]) }, unread };
}
