import { createHash } from "node:crypto";
import { pascalCase } from "../code/names.js";

/** Longer names are cut: they come from unusually long paths. */
const longest = 64;

/**
 * The name of a constant by the path of its member alone: `status` of the event `order` is `orderStatus`, `status` of
 * its `line` is `orderLine_Status`, `line_status` is `orderLine_status`. A path in a usual spelling can be read back
 * from its name; any other has a hash in its name. So no two paths share a name, and an addition renames nothing.
 */
export function constantName(family: string, path: readonly string[]): string {
  const [first, ...deeper] = path.map(memberSpelling);
  if (first !== undefined && !deeper.includes(undefined)) {
    const name = `${family}${[first, ...deeper].join("_")}`;
    if (name.length <= longest && !/X[0-9A-F]{6}$/.test(name)) return name;
  }
  const hash = createHash("sha256").update(JSON.stringify(path)).digest("hex").slice(0, 6).toUpperCase();
  const words = `${family}${path.map(pascalCase).join("")}`;
  return `${words.slice(0, longest - hash.length - 1)}X${hash}`;
}

/** `lineStatus` as `LineStatus`, `line_status` as `Line_status`, `line-status` as `Line__status`, `Status` as `_Status`. */
function memberSpelling(name: string): string | undefined {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return raised(name);
  if (/^[A-Z][A-Za-z0-9]*$/.test(name)) return `_${name}`;
  if (/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(name)) return raised(name);
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name) ? raised(name).replaceAll("-", "__") : undefined;
}

function raised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
