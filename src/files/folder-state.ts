import { type BigIntStats, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isContractFile } from "../contract/file-syntax.js";

/**
 * A text that is another one after every change below a folder: of a file's content, name or place, however it was
 * written. Compares modification times, sizes and inodes; reads no file. A folder that is missing has a state, too.
 */
export function folderState(root: string): string {
  const lines: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(folder, entry.name);
      // A link's target inside is seen where it stands; what leads out is not read.
      if (entry.isDirectory()) visit(path);
      else if (entry.isSymbolicLink() || isContractFile(entry.name)) lines.push(`${path} ${stateOf(path)}`);
    }
  };
  lines.push(stateOf(root));
  visit(root);
  return lines.join("\n");
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function stateOf(path: string): string {
  const stat = statusOf(path);
  if (stat === undefined) return "missing";
  const { dev, ino, size, mtimeNs, ctimeNs } = stat;
  // The times of a folder change with files that are not of the contract, such as an editor's own.
  return stat.isDirectory() ? `${dev} ${ino}` : `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

function statusOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
