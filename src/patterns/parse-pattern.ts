import type { AST } from "@eslint-community/regexpp";
import { loadPackage } from "../machine/load-package.js";

/**
 * The syntax tree of a regular expression, with the flag `u` unless another is given; throws for an invalid or too
 * deeply nested expression.
 */
export function parsePattern(pattern: string, unicode = true): AST.Pattern {
  const { RegExpParser } = loadPackage(
    "@eslint-community/regexpp",
  ) as typeof import("@eslint-community/regexpp");
  return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, { unicode });
}
