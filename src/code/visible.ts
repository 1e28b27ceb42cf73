import { escapeUnits, replaceUnsafe } from "./unsafe-characters.js";

/** File names and schema text are untrusted: they must not control the terminal or fake a line. */
export function visible(text: string): string {
  return replaceUnsafe(text, (unit) =>
    JSON.stringify(unit)
      .slice(1, -1)
      .replace(/^[^\\]+$/, "·"),
  );
}

/** A line of a file with each character in its own column: a tab becomes one space, an invisible character a dot. */
export function visibleLine(line: string): string {
  return replaceUnsafe(line.replaceAll("\t", " "), (character) => "·".repeat(character.length));
}

/**
 * JSON that reads as the same value, with `\u` escapes for invisible characters; over several lines unless `indent` is
 * empty.
 */
export function visibleJson(value: unknown, indent = "  "): string {
  const text = JSON.stringify(value, undefined, indent);
  return replaceUnsafe(text, (unit) => (unit === "\n" ? unit : escapeUnits(unit)));
}
