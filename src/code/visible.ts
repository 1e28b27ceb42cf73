import { escapeUnits, replaceUnsafe } from "./unsafe-characters.js";

/** File names and schema text are somebody else's: nothing in them may act on the terminal or fake a line. */
export function visible(text: string): string {
  return replaceUnsafe(text, (unit) =>
    JSON.stringify(unit)
      .slice(1, -1)
      .replace(/^[^\\]+$/, "·"),
  );
}

/** A line of a file, each character at its own column: a tab is one space, what is not seen a dot. */
export function visibleLine(line: string): string {
  return replaceUnsafe(line.replaceAll("\t", " "), (character) => "·".repeat(character.length));
}

/** JSON, the same value when it is read, with `\u` escapes for what could not be seen; over several lines unless `indent` is empty. */
export function visibleJson(value: unknown, indent = "  "): string {
  const text = JSON.stringify(value, undefined, indent);
  return replaceUnsafe(text, (unit) => (unit === "\n" ? unit : escapeUnits(unit)));
}
