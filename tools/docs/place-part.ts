import type { Part } from "./part.js";

/**
 * The file's text with the part in its place: between `<!-- begin MARKER (npm run docs) -->` and `<!-- end MARKER -->`,
 * or as the whole text. Throws an `Error` if the file lacks the markers.
 */
export function placePart(current: string, { file, marker, text }: Part): string {
  if (marker === undefined) return text;
  const begin = `<!-- begin ${marker} (npm run docs) -->`;
  const end = `<!-- end ${marker} -->`;
  const [from, to] = [current.indexOf(begin), current.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} lacks the lines "${begin}" and "${end}".`);
  return `${current.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${current.slice(to)}`;
}
