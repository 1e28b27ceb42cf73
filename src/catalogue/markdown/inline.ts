import { escapeWhole, wholeCode } from "../../report/markdown-text.js";

/** Text of a contract within a line of Markdown, whole, and never markup. */
export function text(written: string): string {
  return escapeWhole(written.replace(/\s+/g, " ").trim());
}

/** The same as a line of its own, which is no item of a list and no underline of a heading either. */
export function line(written: string): string {
  return text(written).replace(/^[-+=\d]/, (first) => `&#${first.charCodeAt(0)};`);
}

/** Paragraphs, which a blank line ends. */
export function paragraphs(written: string | undefined): readonly string[] {
  return (written ?? "")
    .split(/\n[^\S\n]*\n+/)
    .filter((each) => each.trim() !== "")
    .map(line);
}

/** A name of the contract as code. */
export function code(written: string): string {
  return wholeCode(written);
}

/** A link to another page of the catalogue. */
export function link(label: string, path: string): string {
  return `[${text(label)}](<${encodeURI(path)}>)`;
}

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}
