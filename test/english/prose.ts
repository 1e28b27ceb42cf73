import { ts } from "ts-morph";

/** One comment, string or paragraph, and the line that it starts on. */
export interface Prose {
  readonly line: number;
  readonly kind: "comment" | "string" | "title" | "markdown";
  readonly text: string;
}

const { SyntaxKind } = ts;
const testFunctions = new Set(["describe", "it", "test"]);

/** The prose of a file: comments and strings of TypeScript, the text of Markdown outside of its code blocks. */
export function proseOf(path: string, text: string): readonly Prose[] {
  return path.endsWith(".md") ? proseOfMarkdown(text) : proseOfTypeScript(path, text);
}

/** Paragraphs, joined to one line each; code spans and the targets of links are left out. */
function proseOfMarkdown(text: string): readonly Prose[] {
  const found: Prose[] = [];
  let paragraph: string[] = [];
  let isCode = false;
  const lines = [...text.split("\n"), ""];
  for (const [at, line] of lines.entries()) {
    const isFence = /^\s*(```|~~~)/.test(line);
    const isBreak = isFence || isCode || line.trim() === "" || /^\s*([-*#|]|\d+\.)/.test(line);
    if (isBreak && paragraph.length > 0) {
      found.push({
        line: at - paragraph.length + 1,
        kind: "markdown",
        text: withoutCode(paragraph.join(" ")),
      });
      paragraph = [];
    }
    if (!isFence && !isCode && line.trim() !== "") paragraph.push(line.trim());
    if (isFence) isCode = !isCode;
  }
  return found;
}

/** Comments and strings with a space in them: names, paths and keywords are not prose. */
function proseOfTypeScript(path: string, text: string): readonly Prose[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const strings: Prose[] = [];
  const add = (node: ts.Node, value: string) => {
    const plain = value.replace(/\s+/g, " ").trim();
    if (!plain.includes(" ")) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    strings.push({ line, kind: isTitle(node) ? "title" : "string", text: plain });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    if (ts.isTemplateExpression(node)) {
      add(node, node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join(""));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...commentsOf(source), ...strings].sort((a, b) => a.line - b.line);
}

function isTitle(node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== node) return false;
  return testFunctions.has(/^\w+/.exec(call.expression.getText())?.[0] ?? "");
}

/** Each comment as one line; line comments that follow each other are one. */
function commentsOf(source: ts.SourceFile): readonly Prose[] {
  const found: Prose[] = [];
  let lastEnd = -1;
  for (const { pos, end, kind } of commentRanges(source)) {
    const written = source.text.slice(pos, end);
    const text = withoutCode(written.replace(/^\/\*+|\*+\/$|^\/\/+/g, "").replace(/\n\s*\*/g, " ")).trim();
    const last = found.at(-1);
    const follows =
      kind === SyntaxKind.SingleLineCommentTrivia && /^\n\s*$/.test(source.text.slice(lastEnd, pos));
    if (follows && last) found[found.length - 1] = { ...last, text: `${last.text} ${text}` };
    else found.push({ line: source.getLineAndCharacterOfPosition(pos).line + 1, kind: "comment", text });
    lastEnd = kind === SyntaxKind.SingleLineCommentTrivia ? end : -1;
  }
  return found;
}

function commentRanges(source: ts.SourceFile): readonly ts.CommentRange[] {
  const ranges = new Map<number, ts.CommentRange>();
  const collect = (at: number) => {
    for (const range of ts.getLeadingCommentRanges(source.text, at) ?? []) ranges.set(range.pos, range);
    for (const range of ts.getTrailingCommentRanges(source.text, at) ?? []) ranges.set(range.pos, range);
  };
  const visit = (node: ts.Node): void => {
    if (node.kind >= SyntaxKind.FirstJSDocNode && node.kind <= SyntaxKind.LastJSDocNode) return;
    if (!ts.isJsxText(node)) collect(node.pos);
    collect(node.end);
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...ranges.values()].sort((a, b) => a.pos - b.pos);
}

/** Text with its code spans as one mark, and its links as their words. */
function withoutCode(text: string): string {
  return text
    .replace(/\{@link [^}]*\}/g, "`…`")
    .replace(/`[^`]*`/g, "`…`")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/\s+/g, " ");
}
