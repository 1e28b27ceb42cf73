import type { Finding } from "./finding.js";

/** `schemas/order_paid/v1.json:6:26`, or as much of it as is known. */
export function placeText({ file, range }: Pick<Finding, "file" | "range">, folder: string): string {
  return `${pathIn(folder, file)}${range ? `:${range.line}:${range.column}` : ""}`;
}

/** The path of a file of the schemas folder, as seen from outside of that folder. */
export function pathIn(folder: string, file: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}
