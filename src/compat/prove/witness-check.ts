import type { Bundle } from "../../contract/bundle.js";
import type { Json } from "../../json/json.js";
import { compileQuickly } from "../../validators/compile-quickly.js";
import { type ExampleFailure, failuresOf } from "../../validators/compile-task.js";
import type { CompiledValidator } from "../../validators/compiled-validator.js";
import type { Budget } from "./budget.js";
import { concerning, propertyNamesIn } from "./concerning.js";

/** What compiling a value of a schema takes, in steps: about a keyword, a name or a listed value. */
const COMPILE_STEPS = 10;

/** Failures that are looked through for those that concern the alternatives that were meant. */
const MOST_FAILURES = 400;

/** How much of a schema is compiled to check a message. */
export type CompiledPart =
  /** What says something of the names that the message has: the least for one comparison. */
  | "concerning"
  /** All of it: what versions have in common is compiled once for all comparisons that follow each other. */
  | "whole";

/**
 * Asks ajv where messages fail a schema as it is written. Compiling is most of what a comparison costs, so by default
 * only that part of the schema is compiled which says something of the names that a message has.
 */
export class WitnessCheck {
  readonly #bundle: Bundle;
  readonly #part: CompiledPart;
  #names: ReadonlySet<string> = new Set();
  #validate: CompiledValidator | undefined;

  constructor(bundle: Bundle, part: CompiledPart = "concerning") {
    this.#bundle = bundle;
    this.#part = part;
  }

  /** Throws `BudgetExceeded` where compiling takes more than is left of it. */
  failures(witness: Json, budget?: Budget): readonly ExampleFailure[] {
    const names = this.#part === "whole" ? undefined : propertyNamesIn(witness);
    const isCovered = names === undefined || [...names].every((name) => this.#names.has(name));
    if (this.#validate === undefined || !isCovered) {
      if (names !== undefined) this.#names = names;
      const part = names === undefined ? this.#bundle : concerning(this.#bundle, names);
      budget?.spend(COMPILE_STEPS * sizeOf(part));
      this.#validate = compileQuickly(part);
    }
    return failuresOf(this.#validate, witness, { most: MOST_FAILURES });
  }
}

/** How many values a bundle holds, at all depths. */
function sizeOf({ definitions }: Bundle): number {
  let size = 0;
  const pending: unknown[] = [...definitions.values()];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    size += 1;
    if (typeof next === "object" && next !== null)
      for (const inner of Object.values(next)) pending.push(inner);
  }
  return size;
}
