import { type AST, visitRegExpAST } from "@eslint-community/regexpp";
import { compiles } from "../patterns/compiles.js";
import { foreignSyntax } from "./foreign-syntax.js";
import { patternSyntax } from "./pattern-syntax.js";
import { type PreparedPattern, preparePattern } from "./prepare-pattern.js";

/**
 * Writes a regular expression so that it is valid with the `u` flag, which JSON Schema recommends (Core, chapter 6.4),
 * without a change of meaning for text in the Basic Multilingual Plane: many patterns in use escape what needs no
 * escape (`\-`, `\@`). Returns `undefined` if it is not a regular expression of ECMA-262 with either flag, or means
 * something else in the dialect that it was written for.
 */
export function unicodePattern(pattern: string): string | undefined {
  const written = "error" in patternSyntax(pattern, true) ? rewrite(pattern) : pattern;
  if (written === undefined || !compiles(written, "u")) return undefined;
  return foreignSyntax(pattern).some(({ severity }) => severity === "error") ? undefined : written;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function rewrite(pattern: string): string | undefined {
  const prepared = preparePattern(pattern);
  const tree = patternSyntax(prepared.text, false);
  if ("error" in tree) return undefined;
  let written = "";
  let from = 0;
  for (const { start, end, text } of editsOf(tree, prepared)) {
    written += prepared.text.slice(from, start) + text;
    from = end;
  }
  written += prepared.text.slice(from);
  return "error" in patternSyntax(written, true) ? undefined : written;
}

/** What has to change for the `u` flag, and what {@link preparePattern} replaced, in order. */
function editsOf(tree: AST.Pattern, { replaced }: PreparedPattern): Edit[] {
  const edits: Edit[] = [...replaced].map(([start, { end, original }]) => ({ start, end, text: original }));
  let classes = 0;
  visitRegExpAST(tree, {
    onCharacterClassEnter: () => {
      classes += 1;
    },
    onCharacterClassLeave: () => {
      classes -= 1;
    },
    onCharacterEnter: (node) => {
      const text = replaced.has(node.start) ? node.raw : withUnicode(node, classes > 0);
      if (text !== node.raw) edits.push({ start: node.start, end: node.end, text });
    },
    // With the flag an assertion cannot be repeated, a group that holds one can.
    onQuantifierEnter: ({ element: { type, start, end } }) => {
      if (type !== "Assertion") return;
      edits.push({ start, end: start, text: "(?:" }, { start: end, end, text: ")" });
    },
  });
  return edits.sort((one, other) => one.start - other.start);
}

/** One character as it is written with the `u` flag; unchanged if that takes it, or if nothing helps. */
function withUnicode({ raw, value }: AST.Character, inClass: boolean): string {
  if (raw === "-") return inClass ? "\\-" : raw;
  if (/^[{}\]]$/.test(raw)) return inClass ? raw : `\\${raw}`;
  if (/^\\\d/.test(raw)) return `\\x${value.toString(16).padStart(2, "0")}`;
  const needless = /^\\[^a-z^$\\.*+?()[\]{}|/]$/i.test(raw) && !(inClass && raw === "\\-");
  return needless ? raw.slice(1) : raw;
}
