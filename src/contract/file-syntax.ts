/** The syntaxes in which the files of a contract are written. */
export type FileSyntax = "json" | "yaml";

/** The syntax of a file by its name; `undefined` for other files. Case matters: `.JSON` is not read by every tool. */
export function syntaxOf(path: string): FileSyntax | undefined {
  if (path.endsWith(".json")) return "json";
  return /\.ya?ml$/.test(path) ? "yaml" : undefined;
}

/** A file's path without the extension of its syntax. */
export function withoutSyntax(path: string): string {
  return syntaxOf(path) === undefined ? path : path.replace(/\.[a-z]+$/, "");
}

/**
 * True for the files of a schemas folder that are read: those in a known syntax, and those whose name looks so much
 * like one that leaving them out in silence would surprise, such as `v2.JSON`, `v2.jsonc`, `v2.json.txt` or `v2`.
 */
export function isContractFile(name: string): boolean {
  return /\.(?:json[c5]?|ya?ml)(?:\.txt)?$/i.test(name) || /(?:^|\/)v?\d+(?:[.-]\d+){0,2}$/i.test(name);
}
