import type { CharSet, DFA } from "refa";

/** A deterministic automaton by numbers; 0 is where a text starts. */
interface Automaton {
  readonly accepts: readonly boolean[];
  readonly edges: readonly (readonly Edge[])[];
}

interface Edge {
  readonly characters: CharSet;
  readonly to: number;
}

/** Where the work on an automaton is counted; throws when too much is spent. */
interface Spending {
  spend(steps?: number): void;
}

/** A part of the texts that an automaton takes. */
export interface TextRange {
  /** In code points. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** Whether the generator ended after all texts in the range, or at its limit. */
export type TextsEnd = "all" | "some";

/**
 * The texts of an automaton, shorter ones first, and of one length those that read best. Ends with `all` after the
 * last one, or with `some` after `limit` texts.
 *
 * If there is a text of at least `minLength`, there is one that is less than one state count longer: a longer one goes
 * through some state twice, and can leave out what is in between.
 */
export function* automatonTexts(
  dfa: DFA,
  { minLength, maxLength }: TextRange,
  limit: number,
  budget: Spending,
): Generator<string, TextsEnd> {
  const automaton = automatonOf(dfa);
  const states = automaton.accepts.length;
  const reaches = new Reaches(automaton, budget);
  let given = 0;
  let barren = 0;
  for (let length = minLength; length <= maxLength; length += 1) {
    if (!reaches.from(0, length)) {
      barren += 1;
      // no text in more consecutive lengths than there are states, so no longer text either
      if (barren > states) return "all";
      continue;
    }
    barren = 0;
    for (const text of textsOfLength(automaton, reaches, length)) {
      budget.spend();
      yield text;
      given += 1;
      if (given >= limit) return "some";
    }
  }
  return "all";
}

/** Lengths, from the least one, of which one is chosen. */
const VARIED = 8;
/** Characters of a text that is chosen at most. */
const LONGEST_VARIED = 10_000;

/** Any text of an automaton, chosen by `pick`, which gives a whole number below another; of letters and digits if it can be. */
export function variedText(
  dfa: DFA,
  { minLength, maxLength }: TextRange,
  pick: (count: number) => number,
  budget: Spending,
): string | undefined {
  const automaton = automatonOf(dfa);
  const reaches = new Reaches(automaton, budget);
  const lengths: number[] = [];
  const longest = Math.min(maxLength, LONGEST_VARIED, minLength + automaton.accepts.length + VARIED);
  for (let length = minLength; length <= longest && lengths.length < VARIED; length += 1)
    if (reaches.from(0, length)) lengths.push(length);
  const length = lengths[pick(Math.max(lengths.length, 1))];
  if (length === undefined) return undefined;
  let [text, state] = ["", 0];
  for (let rest = length; rest > 0; rest -= 1) {
    budget.spend();
    const useful = (automaton.edges[state] ?? []).filter(({ to }) => reaches.from(to, rest - 1));
    const [code, to] = variedCharacter(useful, pick);
    text += String.fromCodePoint(code);
    state = to;
  }
  return text;
}

function variedCharacter(
  edges: readonly Edge[],
  pick: (count: number) => number,
): readonly [code: number, to: number] {
  const plain = readable.slice(0, PLAIN).flatMap((range) => rangesIn(range, edges));
  const others = readable.slice(PLAIN).map((range) => rangesIn(range, edges));
  const ranges = plain.length > 0 ? plain : (others.find(({ length }) => length > 0) ?? []);
  let left = pick(ranges.reduce((count, { min, max }) => count + max - min + 1, 0));
  for (const { min, max, to } of ranges) {
    if (left <= max - min) return [min + left, to];
    left -= max - min + 1;
  }
  throw new Error("no character leads on");
}

/** The characters of a range that edges have, with where they lead. */
function rangesIn(
  [min, max]: readonly [number, number],
  edges: readonly Edge[],
): readonly { readonly min: number; readonly max: number; readonly to: number }[] {
  return edges.flatMap(({ characters, to }) =>
    characters.ranges
      .map((range) => ({ min: Math.max(range.min, min), max: Math.min(range.max, max), to }))
      .filter((range) => range.min <= range.max),
  );
}

/** In code points; infinity where there is no longest text, and 0 where there is none at all. */
export function longestText(dfa: DFA, budget: Spending): number {
  const { accepts, edges } = automatonOf(dfa);
  budget.spend(accepts.length);
  const useful = usefulStates(accepts, edges);
  const longest = new Map<number, number>();
  const open = new Set<number>();
  const visit = (state: number): number => {
    const known = longest.get(state);
    if (known !== undefined) return known;
    if (open.has(state) || open.size > DEEPEST) return Number.POSITIVE_INFINITY;
    open.add(state);
    const lengths = (edges[state] ?? []).filter(({ to }) => useful.has(to)).map(({ to }) => 1 + visit(to));
    open.delete(state);
    const most = Math.max(0, ...lengths);
    longest.set(state, most);
    return most;
  };
  return visit(0);
}

/** Texts that are followed to their end; longer ones count as infinite. */
const DEEPEST = 1_000;

/** The states from which some text leads to acceptance. */
function usefulStates(accepts: readonly boolean[], edges: readonly (readonly Edge[])[]): ReadonlySet<number> {
  const sources: number[][] = accepts.map(() => []);
  for (const [from, out] of edges.entries()) for (const { to } of out) sources[to]?.push(from);
  const useful = new Set([...accepts.keys()].filter((state) => accepts[state]));
  // a set that grows while it is walked visits what was added
  for (const state of useful) for (const from of sources[state] ?? []) useful.add(from);
  return useful;
}

const automata = new WeakMap<DFA, Automaton>();

function automatonOf(dfa: DFA): Automaton {
  const known = automata.get(dfa);
  if (known !== undefined) return known;
  const numbers = new Map([[dfa.initial, 0]]);
  const edges: Edge[][] = [];
  // a map that grows while it is walked visits what was added
  for (const node of numbers.keys()) {
    const targets = node.out.invert(dfa.maxCharacter);
    edges.push(
      [...targets].map(([target, characters]) => {
        if (!numbers.has(target)) numbers.set(target, numbers.size);
        return { characters, to: numbers.get(target) ?? 0 };
      }),
    );
  }
  const automaton = { edges, accepts: [...numbers.keys()].map((node) => dfa.finals.has(node)) };
  automata.set(dfa, automaton);
  return automaton;
}

/** From which states some text of an exact length leads to acceptance. */
class Reaches {
  readonly #automaton: Automaton;
  readonly #budget: Spending;
  readonly #byLength: (readonly boolean[])[];

  constructor(automaton: Automaton, budget: Spending) {
    this.#automaton = automaton;
    this.#budget = budget;
    this.#byLength = [automaton.accepts];
  }

  from(state: number, length: number): boolean {
    for (
      let last = this.#byLength.at(-1) ?? [];
      this.#byLength.length <= length;
      last = this.#byLength.at(-1) ?? []
    ) {
      this.#budget.spend(last.length);
      this.#byLength.push(this.#automaton.edges.map((out) => out.some(({ to }) => last[to] === true)));
    }
    return this.#byLength[length]?.[state] === true;
  }
}

function* textsOfLength({ edges }: Automaton, reaches: Reaches, length: number): Generator<string> {
  const choices: Iterator<readonly [string, number]>[] = [];
  const characters: string[] = [];
  const enter = (state: number, rest: number): void => {
    const useful = (edges[state] ?? []).filter(({ to }) => reaches.from(to, rest - 1));
    choices.push(charactersOf(useful));
  };
  if (length === 0) {
    yield "";
    return;
  }
  enter(0, length);
  for (let choice = choices.at(-1); choice !== undefined; choice = choices.at(-1)) {
    const { value, done } = choice.next();
    characters.length = choices.length - 1;
    if (done) {
      choices.pop();
      continue;
    }
    const [character, to] = value;
    characters.push(character);
    if (characters.length === length) yield characters.join("");
    else enter(to, length - characters.length);
  }
}

/** The characters of some edges, each with where it leads: letters first, then digits, then whatever there is. */
function* charactersOf(edges: readonly Edge[]): Generator<readonly [string, number]> {
  for (const [min, max] of readable) {
    for (const { characters, to } of edges) {
      for (const range of characters.ranges) {
        for (let code = Math.max(range.min, min); code <= Math.min(range.max, max); code += 1)
          yield [String.fromCodePoint(code), to];
      }
    }
  }
}

/** Ranges of code points: a to z, 0 to 9, A to Z, the rest of ASCII from the printable ones on, and all others. */
const readable: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x2d, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x21, 0x2c],
  [0x7b, 0x7e],
  [0x20, 0x20],
  [0xa0, 0x10_ff_ff],
  [0, 0x1f],
  [0x7f, 0x9f],
];
/** The number of ranges, from the first, that are letters and digits. */
const PLAIN = 3;
