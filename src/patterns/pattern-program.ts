import type { AST } from "@eslint-community/regexpp";

/** One step of a program; a step that does not say otherwise goes on with the one after it. */
export type PatternStep =
  | { readonly kind: "character"; readonly accepts: (code: number) => boolean }
  | { readonly kind: "fork"; readonly targets: number[] }
  | { readonly kind: "edge"; readonly edge: "start" | "end" }
  | { readonly kind: "word"; readonly negate: boolean }
  | { readonly kind: "look"; readonly look: Look; readonly negate: boolean }
  | { readonly kind: "match" };

/** Steps that read a text in one direction. */
export type PatternProgram = readonly PatternStep[];

/** A lookaround: its program reads towards the position from where its text ends. */
export interface Look {
  readonly program: PatternProgram;
  readonly ahead: boolean;
}

/** Thrown for what no automaton decides: a backreference, or an expression that grows too large. */
export class NoProgram extends Error {
  override readonly name = "NoProgram";
}

/** Steps that a pattern may have; a quantifier copies what it repeats. */
const MAX_STEPS = 200_000;

/**
 * Compiles a regular expression with the flag `u` into a nondeterministic automaton, which decides in linear time
 * whether there is a match. Throws {@link NoProgram}.
 */
export function patternProgram({ alternatives }: AST.Pattern): PatternProgram {
  const builder = new ProgramBuilder({ steps: 0 }, false);
  return builder.build(alternatives);
}

class ProgramBuilder {
  readonly #steps: PatternStep[] = [];
  readonly #count: { steps: number };
  readonly #backward: boolean;

  constructor(count: { steps: number }, backward: boolean) {
    this.#count = count;
    this.#backward = backward;
  }

  build(alternatives: readonly AST.Alternative[]): PatternProgram {
    this.#either(alternatives);
    this.#add({ kind: "match" });
    return this.#steps;
  }

  #add(step: PatternStep): void {
    this.#count.steps += 1;
    if (this.#count.steps > MAX_STEPS) throw new NoProgram(`more than ${MAX_STEPS} steps`);
    this.#steps.push(step);
  }

  #fork(...targets: number[]): number[] {
    this.#add({ kind: "fork", targets });
    return targets;
  }

  #either(alternatives: readonly AST.Alternative[]): void {
    const [only] = alternatives;
    if (alternatives.length === 1 && only) {
      this.#sequence(only);
      return;
    }
    const starts = this.#fork();
    const ends: number[][] = [];
    for (const alternative of alternatives) {
      starts.push(this.#steps.length);
      this.#sequence(alternative);
      ends.push(this.#fork());
    }
    for (const end of ends) end.push(this.#steps.length);
  }

  #sequence({ elements }: AST.Alternative): void {
    for (const element of this.#backward ? elements.toReversed() : elements) this.#element(element);
  }

  #element(element: AST.Element): void {
    switch (element.type) {
      case "Character":
      case "CharacterClass":
      case "CharacterSet":
        this.#add({ kind: "character", accepts: characterTest(element) });
        break;
      case "Group":
        if (element.modifiers !== null) throw new NoProgram("modifiers");
        this.#either(element.alternatives);
        break;
      case "CapturingGroup":
        this.#either(element.alternatives);
        break;
      case "Quantifier":
        this.#quantifier(element);
        break;
      case "Assertion":
        this.#assertion(element);
        break;
      default:
        throw new NoProgram(element.type);
    }
  }

  #quantifier({ min, max, element }: AST.Quantifier): void {
    for (let count = 0; count < min; count += 1) this.#copy(element);
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.#steps.length;
      const targets = this.#fork(start + 1);
      this.#copy(element);
      this.#fork(start);
      targets.push(this.#steps.length);
      return;
    }
    const skips: number[][] = [];
    for (let count = min; count < max; count += 1) {
      skips.push(this.#fork(this.#steps.length + 1));
      this.#copy(element);
    }
    for (const targets of skips) targets.push(this.#steps.length);
  }

  /** Counts a copy of nothing too, so that `(?:){1000000000}` ends. */
  #copy(element: AST.Element): void {
    this.#count.steps += 1;
    if (this.#count.steps > MAX_STEPS) throw new NoProgram(`more than ${MAX_STEPS} steps`);
    this.#element(element);
  }

  #assertion(element: AST.Assertion): void {
    switch (element.kind) {
      case "word":
        this.#add({ kind: "word", negate: element.negate });
        break;
      case "start":
      case "end":
        this.#add({ kind: "edge", edge: element.kind });
        break;
      default: {
        const ahead = element.kind === "lookahead";
        const program = new ProgramBuilder(this.#count, ahead).build(element.alternatives);
        this.#add({ kind: "look", look: { program, ahead }, negate: element.negate });
      }
    }
  }
}

/** Characters whose answer is remembered. */
const REMEMBERED = 256;

function characterTest(
  node: AST.Character | AST.CharacterClass | AST.CharacterSet,
): (code: number) => boolean {
  if (node.type === "Character") return (code) => code === node.value;
  const expression = new RegExp(`^${node.raw}$`, "u");
  const known = new Int8Array(REMEMBERED);
  const test = (code: number): boolean => expression.test(String.fromCodePoint(code));
  return (code) => {
    if (code >= REMEMBERED) return test(code);
    if (known[code] === 0) known[code] = test(code) ? 1 : -1;
    return known[code] === 1;
  };
}
