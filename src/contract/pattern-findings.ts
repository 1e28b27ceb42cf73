import { foreignSyntax } from "./foreign-syntax.js";
import { patternSyntax } from "./pattern-syntax.js";
import type { Diagnosis } from "./source-file.js";

/** What there is to report of a pattern; `usable` is false if no engine of the generated code can take it. */
export function patternFindings(pattern: string, usable: boolean): Diagnosis[] {
  const foreign = foreignSyntax(pattern);
  if (usable || foreign.some(({ severity }) => severity === "error")) return foreign;
  const shown = JSON.stringify(pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern);
  const tree = patternSyntax(pattern, true);
  const complaint = "error" in tree ? tree.error.toLowerCase() : "it is too large";
  // Neither an escape nor a class may be taken for what only looks like a group or a quantifier.
  const bare = pattern.replace(/\\[\s\S]/g, "e").replace(/\[[^\]]*\]/g, "c");
  const help = advice.find(([syntax]) => syntax.test(bare))?.[1];
  return [
    {
      rule: "pattern-invalid",
      severity: "error",
      message: `${shown} is not a valid ECMA-262 regular expression (with the u flag), which JSON Schema requires: ${complaint}.`,
      ...(help === undefined ? {} : { help }),
    },
  ];
}

/** Syntax of other dialects that ECMA-262 cannot parse, and what to write instead. */
const advice: readonly (readonly [syntax: RegExp, help: string])[] = [
  [/\(\?P</, 'Write "(?<name>…)" for a named group.'],
  [/\(\?P=/, 'Write "\\\\k<name>" for a back reference.'],
  [/\(\?'/, 'Write "(?<name>…)" for a named group.'],
  [/\(\?#/, 'ECMA-262 does not have comments; put them in "description" or "$comment".'],
  [
    /\(\?>/,
    'ECMA-262 does not have atomic groups; a lookahead with a back reference does the same, "(?=(…))\\\\1".',
  ],
  [/\(\?\(/, "ECMA-262 does not have conditionals; write both cases as alternatives."],
  [/\(\?\|/, "ECMA-262 does not have branch-reset groups; give each group its own number or name."],
  [/\(\?(?:R|&|P>|[+-]?\d)/, "ECMA-262 does not have recursion."],
  [/\(\*[A-Z]/, "ECMA-262 does not have control verbs."],
  [
    /\(\?\^?[a-zA-Z]*-?[a-zA-Z]*[):]/,
    'ECMA-262 does not have inline flags; write both cases, such as "[Aa]", or "[\\\\s\\\\S]" for any character.',
  ],
  [/(?:[*+?]|\{\d+(?:,\d*)?\})\+/, 'ECMA-262 does not have possessive quantifiers; remove the second "+".'],
];
