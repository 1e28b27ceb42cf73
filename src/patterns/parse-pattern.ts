import { createRequire } from "node:module";
import type { AST } from "@eslint-community/regexpp";

const require = createRequire(import.meta.url);

/**
 * The syntax tree of a regular expression, with the flag `u` unless another is given; throws for an invalid or too
 * deeply nested expression.
 */
export function parsePattern(pattern: string, unicode = true): AST.Pattern {
  const { RegExpParser } = require("@eslint-community/regexpp") as typeof import("@eslint-community/regexpp");
  return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, { unicode });
}
