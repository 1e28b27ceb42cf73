import type { AST } from "@eslint-community/regexpp";
import { BoundedCache } from "../code/bounded-cache.js";
import { interruptedTest } from "./interrupted-test.js";
import { parsePattern } from "./parse-pattern.js";
import { NoProgram, type PatternProgram, patternProgram } from "./pattern-program.js";
import { PatternWork, SlowPatternError, spendTogether, stepsLeft } from "./pattern-work.js";
import { runProgram } from "./run-program.js";
import { searchCost } from "./search-cost.js";

/** Steps that one question may take: some tenths of a second. */
export const MOST_FOR_ONE = 20_000_000;
/** Steps up to which V8's own search answers faster than an automaton, whatever the pattern. */
const BACKTRACKING = 20_000;
/** A search that looks at each place about once is left to V8 up to this length; its stack holds no more. */
const LONGEST_NATIVE = 4_000_000;

/** Milliseconds that a search under a limit of time may take. */
const LONGEST_MS = 500;
/** Such a search starts a thread that watches the clock. */
const STEPS_PER_CALL = 10_000;
const STEPS_PER_MS = 20_000;

/**
 * A user's regular expression with the flag `u`, for the user's own texts. Whether it matches somewhere is decided in
 * a bounded number of steps: by V8 where its search is short in the worst case, else by an automaton. Only an
 * expression that no automaton decides (a backreference) and whose search can be long is run under a limit of time.
 */
export class TextPattern {
  readonly #source: string;
  readonly #native: RegExp;
  #tree: AST.Pattern | undefined;
  #program: PatternProgram | NoProgram | undefined;
  /** Texts up to this length (UTF-16 units) are known to be short work for V8: the cost grows with the length. */
  #nativeUpTo = -1;

  /** Throws a `SyntaxError` for what is not a regular expression. */
  constructor(source: string) {
    this.#source = source;
    this.#native = new RegExp(source, "u");
  }

  /** Whether it matches somewhere in the text. Throws {@link SlowPatternError}. */
  test(text: string): boolean {
    const work = new PatternWork(
      Math.min(MOST_FOR_ONE, stepsLeft()),
      () => new SlowPatternError(this.#source, text.length),
    );
    const before = work.left;
    try {
      return this.#decide(text, work);
    } catch (error) {
      // a pattern that is nested too deeply for the parser
      throw error instanceof RangeError ? new SlowPatternError(this.#source, text.length) : error;
    } finally {
      spendTogether(before - Math.max(work.left, 0));
    }
  }

  /** As of the native expression, which ajv tells patterns apart by. */
  toString(): string {
    return String(this.#native);
  }

  #decide(text: string, work: PatternWork): boolean {
    work.spend(text.length + 20);
    if (text.length <= this.#nativeUpTo) return this.#native.test(text);
    this.#tree ??= parsePattern(this.#source);
    const { ways, size } = searchCost(this.#tree, text.length);
    const isLinear = ways <= text.length + 2 && size <= 1000 && text.length <= LONGEST_NATIVE;
    if (isLinear || ways * size <= BACKTRACKING) {
      this.#nativeUpTo = text.length;
      return this.#native.test(text);
    }
    const program = this.#compiled(this.#tree);
    if (!(program instanceof NoProgram)) return runProgram(program, text, work);
    return this.#interrupted(text, work);
  }

  #interrupted(text: string, work: PatternWork): boolean {
    work.spend(STEPS_PER_CALL);
    const expression = { pattern: this.#source, flags: "u" };
    const { matches, processorMs } = interruptedTest(expression, text, LONGEST_MS);
    // ordinary patterns take some thousandths of it, which must not make a difference
    if (processorMs > LONGEST_MS / 10) work.spend(processorMs * STEPS_PER_MS);
    return matches ?? work.exhaust();
  }

  #compiled(tree: AST.Pattern): PatternProgram | NoProgram {
    try {
      this.#program ??= patternProgram(tree);
    } catch (error) {
      if (!(error instanceof NoProgram)) throw error;
      this.#program = error;
    }
    return this.#program;
  }
}

const known = new BoundedCache<TextPattern>();

/** Whether a pattern of a schema matches somewhere in a text. Throws {@link SlowPatternError}. */
export function matchesPattern(pattern: string, text: string): boolean {
  return known.get(pattern, (source) => new TextPattern(source)).test(text);
}
