/** A fenced code block of a Markdown page. */
export interface FencedBlock {
  /** The word after the fence, such as `ts`; empty without one. */
  readonly language: string;
  readonly text: string;
  /** The line of the fence, from 1. */
  readonly line: number;
}

/** The fenced code blocks of a page, in order. Throws when one is not closed. */
export function fencedBlocks(page: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { readonly language: string; readonly line: number; readonly lines: string[] } | undefined;
  for (const [index, line] of page.split("\n").entries()) {
    const fence = /^```(\S*)/.exec(line);
    if (open === undefined) {
      if (fence !== null) open = { language: fence[1] ?? "", line: index + 1, lines: [] };
    } else if (fence === null) open.lines.push(`${line}\n`);
    else {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join("") });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`The code block in line ${open.line} is not closed.`);
  return blocks;
}
