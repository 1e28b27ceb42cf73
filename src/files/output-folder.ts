import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { compareText } from "../code/compare-text.js";

import { makeFolder } from "./make-folder.js";
import type { OutputKind } from "./output-kind.js";
import { readStart } from "./read-start.js";

/** A user's output folder cannot be used as it is; the message says what to do. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/**
 * The files below a folder, by path with `/`, and their texts: whole where they are marked as ours or are the
 * manifest, at least their start for any other; none when the folder does not exist. A folder inside that has a manifest
 * of its own is another output's, and is left out.
 */
export function readOutput(root: string, { manifestName, isMarked }: OutputKind): Map<string, string> {
  const files = new Map<string, string>();
  const manifest = join(root, manifestName);
  const visit = (folder: string): void => {
    const entries = folder === root ? entriesOf(folder) : readableEntries(folder);
    if (folder !== root && entries.some(({ name }) => name === manifestName)) return;
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") visit(path);
      else if (entry.isFile())
        files.set(
          relative(root, path).split(sep).join("/"),
          readStart(path, lstatSync(path).size, (start) => path === manifest || isMarked(start)),
        );
    }
  };
  visit(root);
  return files;
}

/**
 * Writes files below the folder, each whole or not at all; none when something is in the way of any. Never follows a
 * symbolic link below the folder.
 */
export function writeOutput(root: string, files: ReadonlyMap<string, string>): void {
  makeFolder(root);
  for (const name of files.keys()) refuseObstacles(root, name);
  for (const [name, text] of files) {
    const path = insideOutput(root, name);
    makeFolder(dirname(path));
    const draft = `${path}.${randomUUID()}`;
    // `wx` follows no link and overwrites nothing.
    writeFileSync(draft, text, { flag: "wx" });
    renameSync(draft, path);
  }
}

/** The real path of a file or folder that need not exist yet: that of its nearest parent that does, and the rest. */
export function realLocation(path: string): string {
  const parent = dirname(path);
  try {
    return realpathSync.native(path);
  } catch {
    return parent === path ? path : join(realLocation(parent), basename(path));
  }
}

/** Removes files below the folder, and folders that this leaves empty. */
export function removeOutput(root: string, names: Iterable<string>): void {
  for (const name of names) {
    const path = insideOutput(root, name);
    refuseObstacles(root, name);
    rmSync(path, { force: true });
    for (
      let folder = dirname(path);
      folder !== root && entriesOf(folder).length === 0;
      folder = dirname(folder)
    ) {
      rmdirSync(folder);
    }
  }
}

/** A folder below that cannot be read holds nothing that rabbitgen wrote. */
function readableEntries(folder: string): ReturnType<typeof entriesOf> {
  try {
    return entriesOf(folder);
  } catch {
    return [];
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compareText(a.name, b.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR")
      throw new OutputError(`${folder} is a file, not a folder.`);
    throw error;
  }
}

/** The absolute path of an output file; refuses a name that would leave the folder. */
function insideOutput(root: string, name: string): string {
  const path = join(root, name);
  if (name === "" || relative(root, path).split(sep)[0] === ".." || relative(root, path) === "") {
    throw new OutputError(`${JSON.stringify(name)} is outside the output folder.`);
  }
  return path;
}

/** Something other than a folder where a folder is needed, a folder where a file is needed, or a link. */
function refuseObstacles(root: string, name: string): void {
  const path = insideOutput(root, name);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile()) {
    const what = there.isDirectory()
      ? "a folder"
      : there.isSymbolicLink()
        ? "a symbolic link"
        : "not a regular file";
    throw new OutputError(`${path} is ${what}, but a file must be written there. Move it.`);
  }
  for (let folder = dirname(path); folder.length > root.length; folder = dirname(folder)) {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat && !stat.isDirectory()) {
      const what = stat.isSymbolicLink() ? "a symbolic link" : "a file";
      throw new OutputError(`${folder} is ${what}, but a folder is needed there. Move it.`);
    }
  }
}
