import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { findingOn } from "../contract/source-file.js";
import { compareText, type Finding } from "../finding.js";

/** The JSON files of a folder, by path below it with `/`, and what could not be read. */
export interface Folder {
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Larger than any schema that people write (16 MiB); larger ones are refused, not read. */
const maxFileBytes = 16 * 1024 * 1024;

/**
 * Reads every `.json` file below a folder, except in hidden folders and `node_modules`. A symbolic link is followed
 * only as far as it stays inside the folder; one that leads out is a finding. Throws what `node:fs` throws when the
 * folder itself cannot be read.
 */
export function readFolder(root: string): Folder {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  const top = realpathSync.native(root);
  const visit = (folder: string, above: readonly string[]): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      compareText(a.name, b.name),
    )) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = join(folder, entry.name);
      const name = relative(root, path).split(sep).join("/");
      const target = entry.isSymbolicLink() ? linkTarget(path, top) : path;
      if (target === undefined) {
        if (entry.name.endsWith(".json") || !entry.name.includes(".")) findings.push(linkOut(name));
      } else if (entry.isDirectory() || (entry.isSymbolicLink() && statSync(target).isDirectory())) {
        const real = realpathSync.native(path);
        if (!above.includes(real)) visit(path, [...above, real]);
      } else if (entry.name.endsWith(".json") && statSync(target).isFile()) {
        if (statSync(target).size > maxFileBytes) findings.push(tooLarge(name));
        else files.set(name, readFileSync(target, "utf8"));
      }
    }
  };
  visit(root, [top]);
  return { files, findings };
}

/** Where a link leads when that is inside the folder; `undefined` when it is outside or nowhere. */
function linkTarget(path: string, top: string): string | undefined {
  try {
    const real = realpathSync.native(path);
    return real === top || real.startsWith(top + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

function linkOut(name: string): Finding {
  return findingOn(name, {
    rule: "link-outside",
    severity: "error",
    message: "This symbolic link leads out of the schemas folder, or nowhere.",
    help: "Copy the file instead.",
  });
}

function tooLarge(name: string): Finding {
  return findingOn(name, {
    rule: "file-too-large",
    severity: "error",
    message: "This file is larger than 16 MiB.",
  });
}
