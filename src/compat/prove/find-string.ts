import type { DFA } from "refa";
import { type FormatName, formats } from "../../../runtime/formats/formats.js";
import { textLength } from "../../../runtime/validate/values.js";
import { matchesPattern } from "../../patterns/text-pattern.js";
import { automatonTexts, longestText } from "../text/automaton-texts.js";
import { formatLanguages } from "../text/format-languages.js";
import {
  complement,
  intersection,
  type Made,
  measured,
  patternLanguage,
  UnsupportedPattern,
} from "../text/pattern-language.js";
import { formatSamples, isIncluded, longer, plainTexts } from "../text/text-samples.js";
import { instance, none, type SearchResult, type Unknown } from "./answer.js";
import type { Atom } from "./atom.js";
import type { Budget } from "./budget.js";
import type { Goal } from "./goal.js";
import { MOST_IN_MESSAGE } from "./message-limit.js";

/** What a text has to be. */
interface TextDemands {
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  readonly formats: readonly FormatName[];
  readonly notFormats: readonly FormatName[];
  readonly excluded: ReadonlySet<string>;
}

/** The most characters of a text in a witness; a longer one is of no use to a reader. */
const LONGEST = 1_000_000;
/** Texts of an automaton that are tried where a format decides. */
const TRIES = 2_000;

/** Looks for a text, short and readable if it can be. */
export function findString(atoms: readonly Atom[], goal: Goal, budget: Budget): SearchResult {
  const wanted = wantedBy(atoms);
  if (wanted.minLength > wanted.maxLength) return none;
  const { formats: all, notFormats } = wanted;
  if (all.some((inner) => notFormats.some((outer) => isIncluded(inner, outer)))) return none;
  const isWanted = (text: string): boolean => meetsAll(text, wanted);
  const sample = first(samples(wanted), (text) => {
    budget.spend(1 + wanted.patterns.length + wanted.notPatterns.length);
    return isWanted(text);
  });
  if (sample !== undefined) return instance(sample);
  if (wanted.minLength > LONGEST)
    return {
      kind: "unknown",
      where: placeOf(goal),
      why: `a text of ${wanted.minLength} characters would be needed`,
    };
  // a pattern that no automaton is made of can still be tried on what the others take
  const { language, left } = languageOf(wanted, budget);
  const texts = automatonTexts(language, wanted, TRIES + wanted.excluded.size, budget);
  for (let next = texts.next(); ; next = texts.next()) {
    if (next.done) return next.value === "all" ? none : unknown(goal, wanted, left);
    if (isWanted(next.value)) return instance(next.value);
  }
}

function wantedBy(atoms: readonly Atom[]): TextDemands {
  let [minLength, maxLength] = [0, MOST_IN_MESSAGE];
  const texts = (kind: "pattern" | "notPattern"): string[] => [
    ...new Set(atoms.flatMap((atom) => (atom.kind === kind ? [atom.pattern] : []))),
  ];
  const names = (kind: "format" | "notFormat"): FormatName[] =>
    atoms.flatMap((atom) => (atom.kind === kind ? [atom.format as FormatName] : []));
  const excluded = new Set<string>();
  for (const name of names("format"))
    maxLength = Math.min(maxLength, formatLanguages[name]?.maxLength ?? maxLength);
  for (const atom of atoms) {
    if (atom.kind === "minLength") minLength = Math.max(minLength, Math.ceil(atom.limit));
    else if (atom.kind === "maxLength") maxLength = Math.min(maxLength, Math.floor(atom.limit));
    else if (atom.kind === "notEqual" && typeof atom.value === "string") excluded.add(atom.value);
  }
  return {
    minLength,
    maxLength,
    patterns: texts("pattern"),
    notPatterns: texts("notPattern"),
    formats: names("format"),
    notFormats: names("notFormat"),
    excluded,
  };
}

function meetsAll(text: string, wanted: TextDemands): boolean {
  if (wanted.excluded.has(text)) return false;
  const length = textLength(text);
  if (length < wanted.minLength || length > wanted.maxLength) return false;
  return (
    wanted.patterns.every((pattern) => matchesPattern(pattern, text)) &&
    !wanted.notPatterns.some((pattern) => matchesPattern(pattern, text)) &&
    wanted.formats.every((format) => formats[format](text)) &&
    !wanted.notFormats.some((format) => formats[format](text))
  );
}

/** Texts worth trying before an automaton is built. */
function* samples({ formats: all, excluded, minLength, patterns }: TextDemands): Generator<string> {
  const [format] = all;
  if (format !== undefined) {
    for (let n = 0; n <= excluded.size + 40; n += 1) yield formatSamples[format](n);
    const short = formatSamples[format](0);
    if (minLength > short.length && minLength <= LONGEST)
      yield longer[format]?.(short, minLength - short.length) ?? short;
  } else {
    yield* plainTexts;
    for (let n = 2; n <= excluded.size + 2; n += 1) yield `text${n}`;
    if (patterns.length === 0 && minLength > 4 && minLength <= LONGEST)
      yield "text ".repeat(Math.ceil(minLength / 5)).slice(0, minLength);
  }
}

function first(texts: Iterable<string>, isWanted: (text: string) => boolean): string | undefined {
  for (const text of texts) if (isWanted(text)) return text;
  return undefined;
}

/** A text's language, or why it has none. */
type Language = Made | UnsupportedPattern;

/** Languages by their patterns, and of several patterns together. */
const known = new Map<string, Language>();
/** Automata that are kept, for the next questions about the same schemas. */
const KEPT = 1_000;
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
function languageOf(
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
  const language = known.get(key) ?? madeBy(make);
  if (known.size > KEPT) known.clear();
  known.set(key, language);
  budget.spend(1 + NODE_STEPS * language.nodes);
  return language;
}

function unknown(
  goal: Goal,
  { formats: all, notFormats }: TextDemands,
  left: UnsupportedPattern | undefined,
): Unknown {
  const names = [...new Set([...all, ...notFormats])].map((name) => JSON.stringify(name)).join(" and ");
  return {
    kind: "unknown",
    where: placeOf(goal),
    why:
      left === undefined
        ? `no text was found that is as format ${names} and the other keywords say, and not every format is taken apart`
        : `a pattern is beyond this engine: ${left.message}`,
  };
}

function placeOf({ valid, invalid }: Goal): string {
  return valid[0]?.place ?? invalid[0]?.place ?? "";
}
