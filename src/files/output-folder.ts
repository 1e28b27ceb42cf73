import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { compareText } from "../finding.js";

/** A user's output folder cannot be used as it is; the message says what to do. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** The texts of all files below a folder, by path with `/`; none when the folder does not exist. */
export function readOutput(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") visit(path);
      else if (entry.isFile())
        files.set(relative(root, path).split(sep).join("/"), readFileSync(path, "utf8"));
    }
  };
  visit(root);
  return files;
}

/** Writes files below the folder, each whole or not at all. Never follows a symbolic link out of the folder. */
export function writeOutput(root: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(root, { recursive: true });
  const top = realpathSync.native(root);
  const checked = new Set<string>();
  for (const [name, text] of files) {
    const path = insideOutput(root, name);
    const folder = dirname(path);
    if (!checked.has(folder)) {
      refuseLinks(root, folder);
      mkdirSync(folder, { recursive: true });
      const real = realpathSync.native(folder);
      if (real !== top && !real.startsWith(top + sep))
        throw new OutputError(`${folder} leads out of ${root}.`);
      checked.add(folder);
    }
    const draft = `${path}.rabbitgen-${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, path);
  }
}

/** Removes files below the folder, and folders that this leaves empty. */
export function removeOutput(root: string, names: Iterable<string>): void {
  for (const name of names) {
    const path = insideOutput(root, name);
    refuseLinks(root, dirname(path));
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

/** A symbolic link below the output folder could lead a write or a removal anywhere. */
function refuseLinks(root: string, folder: string): void {
  for (let path = folder; path !== root && path.length > root.length; path = dirname(path)) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new OutputError(
        `${path} is a symbolic link; rabbitgen writes only into real folders. Remove it.`,
      );
    }
  }
}
