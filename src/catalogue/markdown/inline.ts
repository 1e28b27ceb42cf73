import { escapeWhole, wholeCode } from "../../report/markdown-text.js";
import type { Fact } from "../payload-node.js";

/** Text of a contract within a line of Markdown, whole, and never markup. */
export function plainText(written: string): string {
  return escapeWhole(written.replace(/\s+/g, " ").trim());
}

/** The same as a line of its own, escaped so that it starts neither a list item nor the underline of a heading. */
export function line(written: string): string {
  return plainText(written).replace(/^[-+=\d]/, (first) => `&#${first.charCodeAt(0)};`);
}

/** Paragraphs, which a blank line ends; line ends stay (CommonMark 0.31, 6.7). */
export function paragraphs(written: string | undefined): readonly string[] {
  return (written ?? "")
    .split(/\n[^\S\n]*\n+/)
    .filter((each) => each.trim() !== "")
    .map((each) => each.trim().split("\n").map(line).join("\\\n"));
}

/** A name of the contract as code. */
export function code(written: string): string {
  return wholeCode(written);
}

/** A rule in words, with its values as code. */
export function factText({ name, values }: Fact): string {
  return values.length === 0 ? plainText(name) : `${plainText(name)} ${values.map(code).join(", ")}`;
}

/** A link to another page of the catalogue. */
export function link(label: string, path: string): string {
  return `[${plainText(label)}](<${encodeURI(path)}>)`;
}

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}
