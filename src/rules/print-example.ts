import type { ExampleFolder } from "./rule.js";

/** The files of an example, each with its path, as a person writes them. */
export function printExample(folder: ExampleFolder): string {
  return Object.entries(folder)
    .map(([path, value]) => `${path}\n${shortJson(value).replaceAll(/^/gm, "  ")}`)
    .join("\n");
}

/** JSON on one line where it fits, as people write schemas. */
export function shortJson(value: unknown, indent = ""): string {
  const line = JSON.stringify(value, undefined, 1).replaceAll(/\n\s*/g, " ");
  if (line.length + indent.length <= 90 || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = Object.entries(value).map(
    ([key, each]) => `${inner}${isList ? "" : `${JSON.stringify(key)}: `}${shortJson(each, inner)}`,
  );
  return `${isList ? "[" : "{"}\n${lines.join(",\n")}\n${indent}${isList ? "]" : "}"}`;
}
