import type { CharSet, Concatenation, DFA, Element, NFA, NoParent, TransitionIterable } from "refa";
import { refa } from "./load-refa.js";

/** Thrown for a regular expression whose language cannot be built: what it says of a text is left open. */
export class UnsupportedPattern extends Error {
  override readonly name = "UnsupportedPattern";
  /** Nodes that were made before it was given up. */
  readonly nodes: number;

  constructor(message: string, nodes = 0) {
    super(message);
    this.nodes = nodes;
  }
}

/** Unicode's code points; a text in a message has no lone surrogates, since they are not UTF-8. */
export const maxCharacter = 0x10_ff_ff;
let characters: CharSet | undefined;

/** Every character that a text in a message can have. */
export function allCharacters(): CharSet {
  if (characters !== undefined) return characters;
  const { CharSet } = refa();
  const surrogates = CharSet.empty(maxCharacter).union([{ min: 0xd800, max: 0xdfff }]);
  characters = CharSet.all(maxCharacter).without(surrogates);
  return characters;
}

/** Nodes that one automaton may have. */
const MAX_NODES = 20_000;
/** Nodes that it may have before it is made deterministic, where each set of them may become one. */
const MAX_UNDETERMINED = 4_000;
/** Nodes that all automata that are made on the way to one may have together. */
const MAX_TOGETHER = 200_000;
let made = 0;

/** Counts nodes of automata that are made or copied; throws `UnsupportedPattern` beyond the limit. */
function count(nodes: number): void {
  made += nodes;
  if (made > MAX_TOGETHER) throw new UnsupportedPattern("its automata have too many states");
}

/** A language, and how many nodes were made on the way to it: what it costs, whether it is known already or not. */
export interface Made {
  readonly language: DFA;
  readonly nodes: number;
}

/** The options of refa for each automaton. */
export const options = { maxCharacter };
/** Makes the nodes of one automaton, and throws beyond the limit of one. */
export const factory = (): NFA.LimitedNodeFactory => new (refa().NFA.LimitedNodeFactory)(MAX_NODES);
/** The language of all texts. */
export const allTexts = (): NFA => refa().NFA.fromRegex(anyNumberOf(allCharacters()), options);
/** The language without any text. */
export const noText = (): NFA => refa().NFA.empty(options);

/** All other texts. Throws `UnsupportedPattern` when it grows too large. */
export function complement(language: DFA): DFA {
  return bounded(() => others(language));
}

/** All other texts; the caller has begun to count. */
export function others(language: DFA): DFA {
  const opposite = language.copy();
  opposite.complement();
  const texts = deterministic(intersected(opposite, allTexts()));
  texts.minimize();
  return texts;
}

/** Texts that are in all of these languages; of no language, all texts. Throws `UnsupportedPattern` when it grows too large. */
export function intersection(languages: readonly DFA[]): DFA {
  return bounded(() => {
    const [first = deterministic(allTexts()), ...others] = languages;
    return others.reduce((whole, other) => {
      const automaton = deterministic(intersected(whole, other));
      automaton.minimize();
      return automaton;
    }, first);
  });
}

/** Makes a language by one of the above, and counts what it takes. */
export function measured(make: () => DFA): Made {
  const language = make();
  return { language, nodes: made };
}

/** Counts from here on what is made; whatever is thrown becomes `UnsupportedPattern`. */
export function bounded(make: () => DFA): DFA {
  made = 0;
  try {
    return make();
  } catch (error) {
    throw new UnsupportedPattern(error instanceof Error ? error.message : String(error), made);
  }
}

/** The same language as an automaton with one way for each text. */
export function deterministic(language: NFA): DFA {
  const size = sizeOf(language);
  if (size > MAX_UNDETERMINED) throw new UnsupportedPattern(`an automaton of ${size} states`);
  const limited = new (refa().DFA.LimitedNodeFactory)(MAX_NODES);
  const automaton = refa().DFA.fromFA(language, limited);
  count(size + sizeOf(automaton));
  return automaton;
}

/** Texts that are in both. */
export function intersected<Left, Right>(
  left: TransitionIterable<Left>,
  right: TransitionIterable<Right>,
): NFA {
  const both = refa().NFA.fromIntersection(left, right, factory());
  count(sizeOf(both));
  return both;
}

function sizeOf({ initial }: { readonly initial: NFA.Node } | { readonly initial: DFA.Node }): number {
  const reached = new Set<NFA.Node | DFA.Node>([initial]);
  // a set that grows while it is walked visits what was added
  for (const node of reached) {
    if (node.out instanceof Map) for (const next of node.out.keys()) reached.add(next as NFA.Node);
    else for (const next of node.out.values()) reached.add(next as DFA.Node);
  }
  return reached.size;
}

/** The expression of any number of these characters. */
export function anyNumberOf(set: CharSet): NoParent<Concatenation> {
  const one: NoParent<Concatenation> = {
    type: "Concatenation",
    elements: [{ type: "CharacterClass", characters: set }],
  };
  const all: NoParent<Element> = {
    type: "Quantifier",
    min: 0,
    max: Number.POSITIVE_INFINITY,
    lazy: false,
    alternatives: [one],
  };
  return { type: "Concatenation", elements: [all] };
}

/** Texts that are in any of these. */
export function union(languages: readonly NFA[]): NFA {
  const whole = noText();
  for (const language of languages) whole.union(language, factory());
  count(sizeOf(whole));
  return whole;
}

/** A text of the first language, then one of the second. */
export function prepended(start: NFA, rest: NFA): NFA {
  const whole = rest.copy(factory());
  whole.prepend(start, factory());
  count(sizeOf(whole));
  return whole;
}

/** The same language without the empty text. */
export function withoutEmpty(language: NFA): NFA {
  const copy = language.copy(factory());
  copy.withoutEmptyWord();
  return copy;
}
