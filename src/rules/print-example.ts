import type { ExampleFiles, ExampleFolder } from "./rule.js";

/** Longer texts are shown only by their start and end (UTF-16 units). */
const longestText = 300;

/** The files of an example, each with its path, formatted as people write them. */
export function printExample({
  folder,
  texts = {},
  latin1 = {},
  links = {},
  modes = {},
}: ExampleFiles): string {
  return [
    printFolder(folder),
    ...Object.entries(texts).map(([path, text]) => printFile(path, shortened(text))),
    ...Object.entries(latin1).map(([path, text]) => printFile(`${path}  (in ISO 8859-1)`, text)),
    ...Object.entries(links).map(([path, target]) => `${path} -> ${target}`),
    ...Object.entries(modes).map(([path, mode]) => `chmod ${mode.toString(8).padStart(4, "0")} ${path}`),
  ]
    .filter((each) => each !== "")
    .join("\n");
}

/** The JSON files of a folder, each with its path. */
export function printFolder(folder: ExampleFolder): string {
  return Object.entries(folder)
    .map(([path, value]) => printFile(path, shortJson(value)))
    .join("\n");
}

/** JSON on one line where it fits, as people write schemas. */
function shortJson(value: unknown, indent = ""): string {
  const line = JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, " ");
  if (line.length + indent.length <= 90 || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = Object.entries(value).map(
    ([key, each]) => `${inner}${isList ? "" : `${JSON.stringify(key)}: `}${shortJson(each, inner)}`,
  );
  return `${isList ? "[" : "{"}\n${lines.join(",\n")}\n${indent}${isList ? "]" : "}"}`;
}

function printFile(path: string, text: string): string {
  const name = /\p{Cc}/u.test(path) ? JSON.stringify(path) : path;
  return `${name}\n${text.trimEnd().replaceAll(/^/gm, "  ")}`;
}

function shortened(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, 40)} … ${text.slice(-20)} (${text.length} characters)`;
}
