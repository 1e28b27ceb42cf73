/** Columns of a line and of a tab, as prettier and biome have them. */
const WIDTH = 80;
const TAB_WIDTH = 2;

/** JSON as prettier and biome write it, for a file that people edit: a list of scalars is on one line if it fits. */
export function printedJson(value: unknown, indentation = "  "): string {
  const text = JSON.stringify(value, undefined, indentation);
  const lists = text.replace(
    /^(.*)\[\n([^[\]{}]*?)\n[ \t]*\](,?)$/gm,
    (whole: string, start: string, items: string, end: string) => {
      const line = `${start}[${items.trim().replace(/,\n[ \t]*/g, ", ")}]${end}`;
      return columns(line) <= WIDTH ? line : whole;
    },
  );
  return `${lists}\n`;
}

function columns(line: string): number {
  const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
  return line.length + tabs * (TAB_WIDTH - 1);
}
