import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { maxFileBytes } from "../contract/max-file-bytes.js";
import { decodeUtf8 } from "./decode-utf8.js";

/**
 * Reads files of a folder by their path below it: UTF-8, of a bounded size, and never out of the folder, whatever links
 * there are. `undefined` for whatever is not to be had.
 */
export function readerBeside(folder: string): (path: string) => string | undefined {
  return (path) => {
    try {
      const top = realpathSync.native(folder);
      const real = realpathSync.native(join(top, path));
      const stat = statSync(real);
      if (!real.startsWith(top.endsWith(sep) ? top : top + sep) || !stat.isFile() || stat.size > maxFileBytes)
        return undefined;
      return decodeUtf8(readFileSync(real));
    } catch {
      return undefined;
    }
  };
}
