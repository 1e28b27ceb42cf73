import { type FormatName, formats } from "../../../runtime/formats/formats.js";
import { textLength } from "../../../runtime/validate/values.js";
import { matchesPattern } from "../../patterns/text-pattern.js";
import { automatonTexts } from "../text/automaton-texts.js";
import { formatLanguages } from "../text/format-languages.js";
import type { UnsupportedPattern } from "../text/limited-automata.js";
import { formatSamples, isIncluded, longer, plainTexts } from "../text/text-samples.js";
import { instance, none, type SearchResult, type Unknown } from "./answer.js";
import type { Atom, AtomOf } from "./atom.js";
import type { Budget } from "./budget.js";
import type { Goal } from "./goal.js";
import { MOST_IN_MESSAGE } from "./message-limit.js";
import { languageOf, type TextDemands } from "./text-language.js";

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
  const [patterns, notPatterns] = [new Set<string>(), new Set<string>()];
  const all: FormatName[] = [];
  const notFormats: FormatName[] = [];
  const excluded = new Set<string>();
  for (const atom of atoms) {
    switch (atom.kind) {
      case "minLength":
        minLength = Math.max(minLength, Math.ceil(atom.limit));
        break;
      case "maxLength":
        maxLength = Math.min(maxLength, Math.floor(atom.limit));
        break;
      case "pattern":
        patterns.add(atom.pattern);
        break;
      case "notPattern":
        notPatterns.add(atom.pattern);
        break;
      case "format": {
        const name = atom.format as FormatName;
        all.push(name);
        maxLength = Math.min(maxLength, formatLanguages[name]?.maxLength ?? maxLength);
        break;
      }
      case "notFormat":
        notFormats.push(atom.format as FormatName);
        break;
      case "notEqual":
        if (typeof atom.value === "string") excluded.add(atom.value);
        break;
      default:
        atom satisfies Exclude<Atom, AtomOf<"string">>;
    }
  }
  return {
    minLength,
    maxLength,
    patterns: [...patterns],
    notPatterns: [...notPatterns],
    formats: all,
    notFormats,
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
