import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { compareText } from "../code/compare-text.js";
import { isContractFile } from "../contract/file-syntax.js";
import { maxFileBytes } from "../contract/max-file-bytes.js";
import { type Diagnosis, findingOn } from "../contract/source-file.js";
import type { Finding } from "../findings/finding.js";
import { decodeUtf8 } from "./decode-utf8.js";
import { linkOut, linkTwice, noUtf8, tooLarge } from "./folder-problems.js";

/** The files of a folder, by path below it with `/`, and what could not be read. */
export interface Folder {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/**
 * Reads every JSON and YAML file below a folder, and what looks like one, except in hidden folders and `node_modules`.
 * A symbolic link is followed only as far as it stays inside the folder, and not a second one behind it; a link that
 * leads out is a finding, and so is a file that cannot be read or is not UTF-8. Throws what `node:fs` throws when the
 * folder itself cannot be read. `skips` leaves folders and files out by their path; by default none.
 */
export function readFolder(root: string, skips: (path: string) => boolean = () => false): Folder {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const top = realpathSync.native(root);
  const visit = (folder: string, linked: boolean): void => {
    for (const entry of entriesOf(folder)) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(folder, entry.name);
      const name = relative(root, path).split(sep).join("/");
      if (skips(name)) continue;
      const isLink = entry.isSymbolicLink();
      const problem = isLink ? linkProblem(path, top, linked) : undefined;
      if (problem) findings.push(findingOn(name, problem));
      if (problem !== undefined || (isLink && leadsOut(path, top))) continue;
      try {
        if (isLink ? statSync(path).isDirectory() : entry.isDirectory()) visit(path, linked || isLink);
        else if (isContractFile(entry.name)) {
          const stat = statSync(path);
          if (stat.size > maxFileBytes) throw new Unreadable(tooLarge);
          if (stat.isFile()) files.set(name, readText(path));
        }
      } catch (error) {
        findings.push(findingOn(name, error instanceof Unreadable ? error.diagnosis : unreadable(error)));
      }
    }
  };
  visit(root, false);
  return { files, findings };
}

/** A file whose content is not to be used. */
class Unreadable extends Error {
  readonly diagnosis: Diagnosis;

  constructor(diagnosis: Diagnosis) {
    super(diagnosis.message);
    this.diagnosis = diagnosis;
  }
}

/** The text of a file; throws if it is not UTF-8. */
function readText(path: string): string {
  const text = decodeUtf8(readFileSync(path));
  if (text === undefined) throw new Unreadable(noUtf8);
  return text;
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
}

/** True when a link leads out of the folder, or nowhere. */
function leadsOut(path: string, top: string): boolean {
  try {
    const real = realpathSync.native(path);
    return real !== top && !real.startsWith(top + sep);
  } catch {
    return true;
  }
}

/** Why a link is not followed, if that matters: a link to a picture is not expected to be a schema. */
function linkProblem(path: string, top: string, linked: boolean): Diagnosis | undefined {
  const isFolder = leadsToFolder(path);
  if (leadsOut(path, top)) return isFolder !== false || isContractFile(path) ? linkOut : undefined;
  // What a folder inside holds is read where it stands; a link to one above, or links behind links, would never end.
  return isFolder && (linked || path.startsWith(realpathSync.native(path) + sep)) ? linkTwice : undefined;
}

/** `undefined` when a link leads nowhere, or to itself. */
function leadsToFolder(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch {
    return undefined;
  }
}

function unreadable(error: unknown): Diagnosis {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return { rule: "file-unreadable", severity: "error", message: `Cannot read this file or folder: ${code}.` };
}
