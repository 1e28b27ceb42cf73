/** What acts on a terminal or reorders a line instead of being seen: control and bidirectional characters. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;

/** File names and schema text are somebody else's: nothing in them may act on the terminal or fake a line. */
export function visible(text: string): string {
  return text.replace(unseen, (unit) =>
    JSON.stringify(unit)
      .slice(1, -1)
      .replace(/^[^\\]$/, "·"),
  );
}

/** A line of a file, each character at its own column: a tab is one space, what is not seen a dot. */
export function visibleLine(line: string): string {
  return line.replaceAll("\t", " ").replace(unseen, "·");
}

/** JSON, the same value when it is read, with `\u` escapes for what could not be seen; over several lines unless `indent` is empty. */
export function visibleJson(value: unknown, indent = "  "): string {
  const text = JSON.stringify(value, undefined, indent);
  return text.replace(unseen, (unit) =>
    unit === "\n" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
