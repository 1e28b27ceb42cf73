import type { Look, PatternProgram, PatternStep } from "./pattern-program.js";
import type { PatternWork } from "./pattern-work.js";

/** Whether a program matches somewhere in a text. Takes time with the product of their lengths. */
export function runProgram(program: PatternProgram, text: string, work: PatternWork): boolean {
  return new Run(text, work).isFound(program);
}

/** One text, and where each lookaround holds in it. */
class Run {
  readonly #codes: Uint32Array;
  readonly #work: PatternWork;
  readonly #holding = new Map<Look, Uint8Array>();

  constructor(text: string, work: PatternWork) {
    work.spend(text.length);
    this.#codes = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
    this.#work = work;
  }

  isFound(program: PatternProgram): boolean {
    let found = false;
    this.#walk(program, false, () => {
      found = true;
      return true;
    });
    return found;
  }

  /** Starts the program at each position and reports where it ends, until `end` returns true. */
  #walk(program: PatternProgram, backward: boolean, end: (position: number) => boolean): void {
    const length = this.#codes.length;
    const added = new Int32Array(program.length).fill(-1);
    let waiting: number[] = [];
    for (let step = 0; step <= length; step += 1) {
      const position = backward ? length - step : step;
      waiting.push(0);
      const { next, ended } = this.#close(program, waiting, position, added, step);
      this.#work.spend(waiting.length + next.length + 1);
      if (ended && end(position)) return;
      const code = this.#codes[backward ? position - 1 : position];
      if (code === undefined) return;
      waiting = next.filter((index) => accepts(program[index], code)).map((index) => index + 1);
    }
  }

  /** The steps that read a character, reached from the waiting ones without reading any. */
  #close(
    program: PatternProgram,
    waiting: number[],
    position: number,
    added: Int32Array,
    mark: number,
  ): { readonly next: number[]; readonly ended: boolean } {
    const next: number[] = [];
    let ended = false;
    const pending = waiting.reverse();
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (added[index] === mark) continue;
      added[index] = mark;
      this.#work.spend(1);
      const step = program[index] as PatternStep;
      if (step.kind === "character") next.push(index);
      else if (step.kind === "match") ended = true;
      else if (step.kind === "fork") {
        this.#work.spend(step.targets.length);
        for (const target of step.targets) pending.push(target);
      } else if (this.#holds(step, position)) pending.push(index + 1);
    }
    return { next, ended };
  }

  #holds(step: Extract<PatternStep, { kind: "edge" | "word" | "look" }>, position: number): boolean {
    if (step.kind === "edge") return position === (step.edge === "start" ? 0 : this.#codes.length);
    if (step.kind === "word") {
      const isBoundary = isWord(this.#codes[position - 1]) !== isWord(this.#codes[position]);
      return isBoundary !== step.negate;
    }
    return (this.#positionsOf(step.look)[position] === 1) !== step.negate;
  }

  #positionsOf(look: Look): Uint8Array {
    const known = this.#holding.get(look);
    if (known !== undefined) return known;
    const positions = new Uint8Array(this.#codes.length + 1);
    this.#walk(look.program, look.ahead, (position) => {
      positions[position] = 1;
      return false;
    });
    this.#holding.set(look, positions);
    return positions;
  }
}

function accepts(step: PatternStep | undefined, code: number): boolean {
  return step?.kind === "character" && step.accepts(code);
}

/** `\w` without the flag `i`: ASCII letters, digits and the underscore. */
function isWord(code: number | undefined): boolean {
  return code !== undefined && code < 0x80 && /\w/.test(String.fromCharCode(code));
}
