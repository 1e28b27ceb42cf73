/** Columns of a line, as prettier has them. */
const WIDTH = 80;

/** JSON as prettier writes it, for a file that people edit: a list of scalars is on one line if it fits. */
export function printedJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  const lists = text.replace(
    /^(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (whole: string, start: string, items: string, end: string) => {
      const line = `${start}[${items.trim().replace(/,\n */g, ", ")}]${end}`;
      return line.length <= WIDTH ? line : whole;
    },
  );
  return `${lists}\n`;
}
