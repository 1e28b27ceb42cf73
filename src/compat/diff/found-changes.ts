import type { Budget } from "../prove/budget.js";
import type { Change, ChangePlace } from "./change.js";
import { DefinitionUses } from "./definition-uses.js";
import { basedOn } from "./placed.js";

/** Paths in a payload that one change is listed with. */
const MOST_PATHS = 100;

/** Bytes of one change in a list, about. */
const CHANGE_BYTES = 1_000;

/** Changes that were found, each inside the pair of definitions that was walked then. */
export class FoundChanges {
  readonly #budget: Budget;
  readonly #changes: { readonly change: Change; readonly within: string }[] = [];
  readonly #uses = new DefinitionUses();
  /** The pair of definitions that is being walked. */
  #within: string | undefined;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Notes that the pair that is being walked leads to this one by a path of a value. */
  use(pair: string, path: ChangePlace["payload"]): void {
    this.#uses.add(pair, { from: this.#within, path });
  }

  /** What is pushed meanwhile is inside this pair. */
  inside(pair: string, walk: () => void): void {
    const outer = this.#within;
    this.#within = pair;
    walk();
    this.#within = outer;
  }

  push(changes: Iterable<Change>): void {
    for (const change of changes) {
      this.#budget.spend();
      this.#budget.keep(CHANGE_BYTES);
      this.#changes.push({ change, within: this.#within ?? "" });
    }
  }

  /** What was found, each with all its places. */
  all(): readonly Change[] {
    return this.#changes.map(({ change, within }) => {
      const uses = this.#uses.pathsOf(within, MOST_PATHS);
      return { ...basedOn(change, uses[0]), ...(uses.length > 1 ? { uses } : {}) };
    });
  }
}
