import type { CharSet, Concatenation, DFA, Element, NFA, NoParent } from "refa";
import {
  allCharacters,
  allTexts,
  anyNumberOf,
  bounded,
  deterministic,
  factory,
  intersected,
  maxCharacter,
  noText,
  options,
  others,
  prepended,
  UnsupportedPattern,
  union,
  withoutEmpty,
} from "./limited-automata.js";
import { refa } from "./load-refa.js";
import { isPure } from "./pure-element.js";

/** Copies that are made of the inside of a quantifier. */
const MAX_COPIES = 64;

/** The text before a position: empty, or ending in a character of one of the classes that the expression distinguishes. */
type Before = "start" | CharSet;

/** The texts that can follow, by the text before them. */
type Rest = (before: Before) => NFA;

/**
 * The texts in which a regular expression with the flag `u` matches somewhere, as a minimal automaton. Lookahead and
 * `\b` are supported; throws `UnsupportedPattern` if there is no finite automaton, or if it grows too large.
 */
export function patternLanguage(pattern: string): DFA {
  return bounded(() => {
    const { expression } = refa().JS.Parser.fromLiteral({ source: pattern, flags: "u" }).parse({
      assertions: "parse",
    });
    const automaton = deterministic(new LanguageBuilder(expression.alternatives).language());
    automaton.minimize();
    return automaton;
  });
}

/**
 * Reads an expression from its end: what follows an element is a language, and the element makes another one of it.
 * So a lookahead is an intersection, and what looks back needs only the character before.
 */
class LanguageBuilder {
  readonly #alternatives: readonly NoParent<Concatenation>[];
  readonly #classes: readonly CharSet[];

  constructor(alternatives: readonly NoParent<Concatenation>[]) {
    this.#alternatives = alternatives;
    this.#classes = classesOf(lookedBackAt(alternatives));
  }

  language(): NFA {
    const anywhere = (): NFA => allTexts();
    const parts = this.#classes.map((each) => {
      const before = refa().NFA.fromRegex(anyNumberOf(allCharacters()), options);
      before.append(refa().NFA.fromCharSet(each));
      before.append(this.#either(this.#alternatives, each, anywhere));
      return before;
    });
    return union([this.#either(this.#alternatives, "start", anywhere), ...parts]);
  }

  #either(alternatives: readonly NoParent<Concatenation>[], before: Before, rest: Rest): NFA {
    return union(alternatives.map(({ elements }) => this.#sequence(elements, 0, before, rest)));
  }

  #sequence(elements: readonly NoParent<Element>[], index: number, before: Before, rest: Rest): NFA {
    const element = elements[index];
    if (element === undefined) return rest(before);
    const run = this.#pureRun(elements, index);
    if (run > 1)
      return this.#pure(elements.slice(index, index + run), before, (next) =>
        this.#sequence(elements, index + run, next, rest),
      );
    return this.#element(element, before, (next) => this.#sequence(elements, index + 1, next, rest));
  }

  /** How many elements from here on are made one automaton at once: copying the rest for each would be quadratic. */
  #pureRun(elements: readonly NoParent<Element>[], index: number): number {
    if (this.#classes.length > 1) return 0;
    const end = elements.findIndex((element, at) => at >= index && !isPure(element));
    return (end === -1 ? elements.length : end) - index;
  }

  #element(element: NoParent<Element>, before: Before, rest: Rest): NFA {
    switch (element.type) {
      case "CharacterClass":
        return union(
          this.#classes.map((each) =>
            prepended(refa().NFA.fromCharSet(element.characters.intersect(each)), rest(each)),
          ),
        );
      case "Alternation":
        return this.#either(element.alternatives, before, rest);
      case "Quantifier":
        return isPure(element) ? this.#pure([element], before, rest) : this.#copies(element, 0, before, rest);
      case "Assertion":
        return element.kind === "ahead"
          ? this.#lookahead(element, before, rest)
          : this.#lookbehind(element, before, rest);
      default:
        throw new UnsupportedPattern(`${element.type} is not a regular language`);
    }
  }

  /** Elements without assertions inside: their texts, then what follows the last of their characters. */
  #pure(elements: NoParent<Element>[], before: Before, rest: Rest): NFA {
    const own = refa().NFA.fromRegex({ type: "Concatenation", elements }, options, {}, factory());
    const hasEmpty = own.finals.has(own.initial);
    const filled = this.#classes.map((each) => {
      const ending = allTexts();
      ending.append(refa().NFA.fromCharSet(each));
      const texts = this.#classes.length === 1 ? withoutEmpty(own) : intersected(own, ending);
      return prepended(texts, rest(each));
    });
    return union([...(hasEmpty ? [rest(before)] : []), ...filled]);
  }

  #copies(
    element: Extract<NoParent<Element>, { type: "Quantifier" }>,
    count: number,
    before: Before,
    rest: Rest,
  ): NFA {
    const { min, max, alternatives } = element;
    if (max === Number.POSITIVE_INFINITY || max > MAX_COPIES)
      throw new UnsupportedPattern("an assertion is repeated");
    const more =
      count < max
        ? [this.#either(alternatives, before, (next) => this.#copies(element, count + 1, next, rest))]
        : [];
    return union([...(count >= min ? [rest(before)] : []), ...more]);
  }

  #lookahead(
    { negate, alternatives }: Extract<NoParent<Element>, { type: "Assertion" }>,
    before: Before,
    rest: Rest,
  ): NFA {
    const ahead = this.#either(alternatives, before, () => allTexts());
    const allowed = negate ? refa().NFA.fromFA(others(deterministic(ahead))) : ahead;
    return intersected(rest(before), allowed);
  }

  #lookbehind(
    { negate, alternatives }: Extract<NoParent<Element>, { type: "Assertion" }>,
    before: Before,
    rest: Rest,
  ): NFA {
    const behind = singleCharacters(alternatives);
    const isBehind = before !== "start" && before.isSubsetOf(behind);
    return isBehind !== negate ? rest(before) : noText();
  }
}

/** The characters that lookbehinds ask for. */
function lookedBackAt(alternatives: readonly NoParent<Concatenation>[]): readonly CharSet[] {
  return alternatives.flatMap(({ elements }) =>
    elements.flatMap((element) => {
      if (element.type === "CharacterClass" || element.type === "Unknown") return [];
      const own =
        element.type === "Assertion" && element.kind === "behind"
          ? [singleCharacters(element.alternatives)]
          : lookedBackAt(element.alternatives);
      return own;
    }),
  );
}

/** The characters of a lookbehind that looks at one character. */
function singleCharacters(alternatives: readonly NoParent<Concatenation>[]): CharSet {
  let set = refa().CharSet.empty(maxCharacter);
  for (const { elements } of alternatives) {
    const [only] = elements;
    if (elements.length !== 1 || only?.type !== "CharacterClass")
      throw new UnsupportedPattern("a lookbehind of more than one character");
    set = set.union(only.characters);
  }
  return set;
}

/** Classes of characters such that each set is a union of some of them. */
function classesOf(sets: readonly CharSet[]): readonly CharSet[] {
  let classes: readonly CharSet[] = [allCharacters()];
  for (const set of sets) {
    classes = classes
      .flatMap((each) => [each.intersect(set), each.without(set)])
      .filter((each) => !each.isEmpty);
  }
  return classes;
}
