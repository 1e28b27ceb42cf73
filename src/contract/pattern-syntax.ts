import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** ECMAScript 2024: what every supported version of Node reads; later syntax would work on some machines only. */
const parser = new RegExpParser({ ecmaVersion: 2024 });

/** The syntax tree of a regular expression, with or without the `u` flag, or what is wrong with it. */
export function patternSyntax(pattern: string, unicode: boolean): AST.Pattern | { readonly error: string } {
  try {
    return parser.parsePattern(pattern, 0, pattern.length, { unicode });
  } catch (error) {
    // Thousands of groups inside each other end the parser's stack.
    const message = error instanceof RangeError ? "it is too deep" : (error as Error).message;
    return { error: message.split("/: ").at(-1) ?? message };
  }
}
