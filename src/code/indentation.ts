/** The white space in front of a JSON text's first member that is on a line of its own; two spaces where there is none. */
export function indentationOf(json: string): string {
  return /^([ \t]+)"/m.exec(json)?.[1] ?? "  ";
}
