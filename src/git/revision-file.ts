import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../findings/usage-error.js";
import type { RevisionFile } from "./read-schema-at.js";

/**
 * What `main:schemas/order_paid/v1.json` names; `undefined` for the path of a file: one that is there, one behind the
 * letter of a drive, an address, or a name without a colon.
 */
export function revisionFile(cwd: string, text: string): RevisionFile | undefined {
  const colon = text.indexOf(":");
  if (colon < 0 || isFile(resolve(cwd, text))) return undefined;
  if (/^[a-z]:[\\/]/i.test(text) || /^[a-z][a-z\d+.-]*:\/\//i.test(text)) return undefined;
  const [ref, path] = [text.slice(0, colon), text.slice(colon + 1)];
  if (ref === "")
    throw new UsageError(
      `${text} refers to the index; pass a revision, such as HEAD:schemas/order_paid/v1.json.`,
    );
  if (path === "")
    throw new UsageError(`${text} names no file; add its path, as in main:schemas/order_paid/v1.json.`);
  return { ref, path };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
