import type { DFA } from "refa";
import type { FormatName } from "../../../runtime/formats/formats.js";
import { BoundedCache } from "../../code/bounded-cache.js";
import { longestText } from "../text/automaton-texts.js";
import { formatLanguages } from "../text/format-languages.js";
import {
  complement,
  intersection,
  type Made,
  measured,
  UnsupportedPattern,
} from "../text/limited-automata.js";
import { patternLanguage } from "../text/pattern-language.js";
import type { Budget } from "./budget.js";
import { MOST_IN_MESSAGE } from "./message-limit.js";

/** What a text has to be. */
export interface TextDemands {
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly FormatName[];
  readonly notFormats: readonly FormatName[];
  readonly excluded: ReadonlySet<string>;
}

/** A text's language, or why it has none. */
type Language = Made | UnsupportedPattern;

/** Languages by their patterns, and of several patterns together. */
const known = new BoundedCache<Language>(1_000);
/** What making a node of an automaton takes, in steps. */
const NODE_STEPS = 5;

/** One pattern of a language: the texts that match it, or those that do not. */
interface PatternSide {
  readonly pattern: string;
  readonly holds: boolean;
}

/**
 * One automaton of all patterns and formats that have one, and why others have none. Patterns are added one by one, in
 * an order of their own, so that goals that share their first ones share the work.
 */
export function languageOf(
  { patterns, notPatterns, formats: all, notFormats, maxLength }: TextDemands,
  budget: Budget,
): Pick<Together, "language" | "left"> {
  const formatPatterns = all.flatMap((name) => formatLanguages[name]?.pattern ?? []);
  const inside = [...patterns, ...formatPatterns].map((pattern): PatternSide => ({ pattern, holds: true }));
  const outside = notPatterns.map((pattern): PatternSide => ({ pattern, holds: false }));
  const first = together([...inside, ...outside].sort(byPattern), budget);
  const { language } = first;
  const longest = Math.min(maxLength, notFormats.length === 0 ? 0 : longestText(language, budget));
  const formats = notFormats.flatMap((name) => innerPatterns(name, longest));
  if (formats.length === 0) return first;
  return together(
    formats.map((pattern): PatternSide => ({ pattern, holds: false })).sort(byPattern),
    budget,
    first,
  );
}

/** What texts have to match; an automaton of a part of it is one of more texts. */
export function languageOfTexts(
  patterns: readonly string[],
  formats: readonly FormatName[],
  budget: Budget,
): DFA {
  const wanted = {
    minLength: 0,
    maxLength: MOST_IN_MESSAGE,
    notPatterns: [],
    notFormats: [],
    excluded: new Set<string>(),
  };
  return languageOf({ ...wanted, patterns, formats }, budget).language;
}

function byPattern(one: PatternSide, other: PatternSide): number {
  return one.pattern < other.pattern ? -1 : one.pattern > other.pattern ? 1 : 0;
}

/** Patterns of texts that are valid in a format, up to `longest` characters; for other texts the format's check decides. */
function innerPatterns(name: FormatName, longest: number): readonly string[] {
  const language = formatLanguages[name];
  if (language === undefined) return [];
  if (language.exact) return [language.pattern];
  const { inner, innerUpTo } = language;
  if (innerUpTo !== undefined && longest <= innerUpTo.length) return [innerUpTo.pattern];
  return inner === undefined ? [] : [inner];
}

/** What is known of several patterns together. */
interface Together {
  readonly key: string;
  readonly language: DFA;
  readonly left: UnsupportedPattern | undefined;
}

function together(sides: readonly PatternSide[], budget: Budget, from?: Together): Together {
  let { key, language, left } = from ?? { key: "", language: anyText(budget), left: undefined };
  for (const side of sides) {
    const own = languageOfSide(side, budget);
    if (own instanceof UnsupportedPattern) {
      left ??= own;
      continue;
    }
    const before = language;
    const nextKey = `${key}${side.holds ? "+" : "-"}${JSON.stringify(side.pattern)}`;
    const next = remembered(nextKey, budget, () => intersection([before, own.language]));
    if (next instanceof UnsupportedPattern) {
      left ??= next;
      continue;
    }
    key = nextKey;
    language = next.language;
  }
  return { key, language, left };
}

function anyText(budget: Budget): DFA {
  const all = remembered("", budget, () => intersection([]));
  if (all instanceof UnsupportedPattern) throw all;
  return all.language;
}

function languageOfSide({ pattern, holds }: PatternSide, budget: Budget): Language {
  const own = remembered(`=${pattern}`, budget, () => patternLanguage(pattern));
  if (holds || own instanceof UnsupportedPattern) return own;
  return remembered(`!${pattern}`, budget, () => complement(own.language));
}

function madeBy(make: () => DFA): Language {
  try {
    return measured(make);
  } catch (error) {
    if (error instanceof UnsupportedPattern) return error;
    throw error;
  }
}

/** A language that may be known from an earlier question; it costs the same then, so that no answer depends on that. */
function remembered(key: string, budget: Budget, make: () => DFA): Language {
  const language = known.get(key, () => madeBy(make));
  budget.spend(1 + NODE_STEPS * language.nodes);
  return language;
}
