import { isAbsolute, relative } from "node:path";
import { UsageError } from "../findings/usage-error.js";

/** An output folder may neither be inside the schemas folder nor hold it: a run would read or remove the other's files. */
export function refuseOverlap(schemas: string, out: string): void {
  if (schemas === out || isBelow(out, schemas)) {
    throw new UsageError("--out is inside the schemas folder; choose a folder outside it.");
  }
  if (isBelow(schemas, out)) {
    throw new UsageError("The schemas folder is inside --out; choose a separate output folder.");
  }
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !isAbsolute(way) && !/^\.\.(?:[\\/]|$)/.test(way);
}
