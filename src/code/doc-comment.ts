import { replaceUnsafe, wellFormed } from "./unsafe-characters.js";

/** Lines of a TSDoc comment, indented; no text can end the comment. Nothing when there is nothing to say. */
export function docComment(lines: readonly string[], indent = ""): string {
  if (lines.length === 0) return "";
  const [only = ""] = lines;
  if (lines.length === 1) return `${indent}/** ${only} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}\n`).join("")}${indent} */\n`;
}

/**
 * Untrusted text as lines of a comment: nothing that ends the comment, no control characters, no tags that TSDoc would
 * interpret.
 */
export function commentLines(text: string): string[] {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029\u0085]/)
    .map((line) => commentText(line).trimEnd())
    .map((line) => line.replace(/^(\s*)@/, "$1\\@"));
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines;
}

/** One line of untrusted text, such as a default's JSON. */
export function commentText(text: string): string {
  return replaceUnsafe(wellFormed(text), () => " ").replaceAll("*/", "*\\/");
}
