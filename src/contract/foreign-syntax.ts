import { type AST, visitRegExpAST } from "@eslint-community/regexpp";
import { patternSyntax } from "./pattern-syntax.js";
import { preparePattern } from "./prepare-pattern.js";
import type { Diagnosis } from "./source-file.js";

/**
 * What a pattern has of other dialects of regular expressions: an error where ECMA-262 would silently read something
 * else than its author means, a warning where the author may mean what ECMA-262 reads. A pattern that no parser takes
 * has none of these; see `pattern-findings.ts`.
 */
export function foreignSyntax(pattern: string): Diagnosis[] {
  const delimited = delimitedPattern(pattern);
  if (delimited?.severity === "error") return [delimited];
  const unicode = patternSyntax(pattern, true);
  const { text } = preparePattern(pattern);
  const tree = "error" in unicode ? patternSyntax(text, false) : unicode;
  if ("error" in tree) return [];
  const found: Diagnosis[] = delimited ? [delimited] : [];
  let inClass: AST.CharacterClass | undefined;
  visitRegExpAST(tree, {
    onCharacterClassEnter: (node) => {
      inClass = node;
      found.push(...classProblems(pattern, node, tree.raw, tree === unicode));
    },
    onCharacterClassLeave: () => {
      inClass = undefined;
    },
    onCharacterEnter: (node) => {
      const problem =
        octalProblem(pattern, node) ??
        (inClass ? letterProblem(pattern, node) : characterProblem(pattern, node, tree.raw));
      if (problem) found.push(problem);
    },
    onAlternativeEnter: ({ elements }) => {
      if (elements.some((element, index) => isStart(element) && isText(elements[index - 1]))) {
        found.push(
          warning(pattern, 'has "^" after a character, so it matches nothing', 'Escape it: "\\\\^".'),
        );
      }
      if (elements.some((element, index) => isEnd(element) && isText(elements[index + 1]))) {
        found.push(
          warning(pattern, 'has "$" before a character, so it matches nothing', 'Escape it: "\\\\$".'),
        );
      }
    },
  });
  return found.slice(0, 3);
}

/** `/^a$/i`, `#^a$#`, `"^a$"`: with an anchor inside of them, delimiters can match nothing. */
function delimitedPattern(pattern: string): Diagnosis | undefined {
  const parts = /^[mr]?([/#~@!%"'`])([\s\S]+)\1([gimsuxy]{0,6})$/.exec(pattern);
  const [, delimiter, inner = "", flags = ""] = parts ?? [];
  const help = `Write ${quoted(inner)}.${flags === "" ? "" : ` The flags "${flags}" cannot be written in JSON Schema.`}`;
  if (inner.startsWith("^") || /(?:^|[^\\])(?:\\\\)*\$$/.test(inner)) {
    return error(pattern, "has delimiters, so it matches nothing", help);
  }
  const looksSo = delimiter === "/" && flags !== "" && /[\\[(*+?.|]/.test(inner);
  if (!looksSo || /(?:^|[^\\])\//.test(inner)) return undefined;
  return warning(pattern, "seems to have delimiters, which must then occur in the string", help);
}

function characterProblem(pattern: string, node: AST.Character, text: string): Diagnosis | undefined {
  if (node.raw !== "{") return letterProblem(pattern, node);
  const braces = /^\{\s*(\d*)\s*(,?)\s*(\d*)\s*\}/.exec(text.slice(node.start, node.start + 40));
  if (!braces || !/\d/.test(braces[0])) return undefined;
  const [whole, min = "", comma = "", max = ""] = braces;
  return error(
    pattern,
    `has ${quoted(whole)}, which is neither a repetition nor literal text in ECMA-262 with the u flag`,
    `Write "{${min === "" ? "0" : min}${comma}${max}}" for a repetition, or "\\\\{" for the text.`,
  );
}

/** `\01`, and `\1` without a group of that number. */
function octalProblem(pattern: string, { raw, value }: AST.Character): Diagnosis | undefined {
  if (!/^\\(?:0\d|[1-9])/.test(raw)) return undefined;
  const hexadecimal = `\\x${value.toString(16).padStart(2, "0")}`;
  return warning(
    pattern,
    `has ${quoted(raw)}, an octal escape that ECMA-262 with the u flag does not have; it is read as ${quoted(hexadecimal)}`,
    `Write ${quoted(hexadecimal)} for the character; a back reference needs a group of its number.`,
  );
}

/** `\A`: a letter that is escaped, and has no meaning so. */
function letterProblem(pattern: string, { raw }: AST.Character): Diagnosis | undefined {
  const letter = /^\\([a-z])$/i.exec(raw)?.[1] ?? (raw === "\\" || /^\\c[^a-z]/i.test(raw) ? "c" : undefined);
  if (letter === undefined || /[bfnrtv]/.test(letter)) return undefined;
  const advice = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  return error(
    pattern,
    `has "\\\\${letter}", which is not an escape in ECMA-262 with the u flag`,
    advice ?? `Write "${letter}" for the letter, or the ECMA-262 equivalent.`,
  );
}

const notThere = (what: string): string => `ECMA-262 does not have ${what}.`;

/** What to write for escapes of Perl, PCRE, Java, Python, .NET, Ruby and XML Schema. */
const escapes: Readonly<Record<string, string>> = {
  A: 'Write "^" for the start of the string.',
  Z: 'Write "$" for the end of the string.',
  z: 'Write "$" for the end of the string.',
  G: notThere("the end of the previous match"),
  Q: 'Escape each special character between \\Q and \\E, such as "\\\\.".',
  E: 'Escape each special character between \\Q and \\E, such as "\\\\.".',
  a: 'Write "\\\\x07" for the bell.',
  e: 'Write "\\\\x1b" for the escape character.',
  h: 'Write "[ \\\\t]" for horizontal white space.',
  H: 'Write "[^ \\\\t]" for any character except horizontal white space.',
  V: 'Write "[^\\\\n\\\\v\\\\f\\\\r]" for any character except vertical white space.',
  R: 'Write "(?:\\\\r\\\\n|[\\\\n\\\\v\\\\f\\\\r\\\\u0085\\\\u2028\\\\u2029])" for a line break.',
  X: 'Write "[\\\\s\\\\S]" for any character; ECMA-262 does not have grapheme clusters.',
  N: 'Write "[^\\\\n]" for any character except a line break, or "\\\\u{…}" for a character.',
  K: 'Write a lookbehind, "(?<=…)".',
  i: 'Write "[\\\\p{L}_:]" for the first character of an XML name.',
  I: 'Write "[^\\\\p{L}_:]" for any character that cannot start an XML name.',
  c: 'Write "[-.\\\\w:]" for a character of an XML name; "\\\\cA" to "\\\\cZ" are control characters.',
  C: 'Write "[^-.\\\\w:]" for any character that cannot be in an XML name.',
  p: 'Write a Unicode property in braces, such as "\\\\p{L}" or "\\\\p{Script=Greek}".',
  P: 'Write a Unicode property in braces, such as "\\\\P{L}" or "\\\\P{Script=Greek}".',
  x: 'Write two hexadecimal digits, "\\\\x41", or "\\\\u{1F600}" for more.',
  u: 'Write four hexadecimal digits, "\\\\u0041", or "\\\\u{1F600}" for more.',
  o: 'Write "\\\\x41" for a character by its number.',
  k: 'Write the name of a group, "\\\\k<name>".',
  g: 'Write "\\\\1" or "\\\\k<name>" for a back reference.',
  m: notThere("word boundaries of this kind; write \\\\b"),
  M: notThere("word boundaries of this kind; write \\\\b"),
  y: 'Write "\\\\b" for a word boundary.',
  Y: 'Write "\\\\B" for a position that is not a word boundary.',
};

/** POSIX classes, and set operations of Java, Ruby, .NET and of the `v` flag. */
function classProblems(
  pattern: string,
  { raw, start, end }: AST.CharacterClass,
  text: string,
  isValid: boolean,
): Diagnosis[] {
  const leading = leadingBracket(raw, text.slice(end), isValid);
  if (leading !== undefined) {
    return [
      error(
        pattern,
        `has ${quoted(raw + leading)}, which ECMA-262 parses as the class "${raw}" and text behind it`,
        `Escape literal brackets, ${quoted(`${raw.slice(0, -1)}\\]${leading}`)}.`,
      ),
    ];
  }
  const bare = raw.slice(1, -1).replace(/\\[\s\S]/g, "");
  const before = text[start - 1];
  const after = text[end];
  const posix = /\[([:.=])\^?[A-Za-z-]+\1$/.exec(bare) ?? /^\[([:.=])\^?[A-Za-z-]+\1\]$/.exec(raw);
  if (posix && (after === "]" || !isValid)) {
    return [
      error(
        pattern,
        `has the POSIX class ${quoted(`${posix[0]}]`)}, which ECMA-262 parses as single characters`,
        posixAdvice,
      ),
    ];
  }
  if (posix && before !== "[") {
    return [warning(pattern, `has ${quoted(raw)}, which ECMA-262 parses as single characters`, posixAdvice)];
  }
  if (bare.includes("[") && after === "]") {
    return [
      error(
        pattern,
        `has ${quoted(`${raw}]`)}: a class ends at the first "]"; classes cannot be nested`,
        'Escape literal brackets, "\\\\[" and "\\\\]"; write an intersection or difference with a lookahead, "(?![aeiou])[a-z]".',
      ),
    ];
  }
  const operator = /&&|~~/.exec(bare)?.[0] ?? /(?:^|\\[wWdDsS]|.-.)(--)[^\]]/.exec(raw.slice(1, -1))?.[1];
  if (operator === undefined) return [];
  return [
    warning(
      pattern,
      `has ${quoted(operator)} in a class, which matches these characters literally and is not an operator`,
      `Write an intersection or difference with a lookahead, "(?![aeiou])[a-z]"; write the character once to match it.`,
    ),
  ];
}

/** `[]a]` and `[^]a]`: the rest of what POSIX and PCRE read as one class, in which the first "]" is a character. */
function leadingBracket(raw: string, rest: string, isValid: boolean): string | undefined {
  if (raw !== "[]" && raw !== "[^]") return undefined;
  // `[^]` alone is any character, and a class may follow it.
  const behind = raw === "[]" || !isValid ? /^(?:\\[\s\S]|[^\]\\])*\]/ : undefined;
  const found = behind?.exec(rest)?.[0];
  return found !== undefined && raw === "[^]" && found.includes("[") ? undefined : found;
}

const posixAdvice =
  'List the characters, such as "[A-Za-z]" or "\\\\p{L}" for letters and "\\\\d" for digits.';

function isStart(element: AST.Element): boolean {
  return element.type === "Assertion" && element.kind === "start";
}

function isEnd(element: AST.Element): boolean {
  return element.type === "Assertion" && element.kind === "end";
}

function isText(element: AST.Element | undefined): boolean {
  if (element?.type === "Quantifier") return element.min > 0 && isText(element.element);
  return element !== undefined && /^Character/.test(element.type);
}

function error(pattern: string, what: string, help: string): Diagnosis {
  return {
    rule: "pattern-invalid",
    severity: "error",
    message: `The pattern ${quoted(pattern)} ${what}.`,
    help,
  };
}

function warning(pattern: string, what: string, help: string): Diagnosis {
  return {
    rule: "pattern-foreign",
    severity: "warning",
    message: `The pattern ${quoted(pattern)} ${what}.`,
    help,
  };
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
