import { invalid, valid } from "../../../src/compat/prove/atom.js";
import { Budget, undecided } from "../../../src/compat/prove/budget.js";
import { goalOf } from "../../../src/compat/prove/goal.js";
import { meets } from "../../../src/compat/prove/meets.js";
import { NodeTable } from "../../../src/compat/prove/node-table.js";
import { Solver } from "../../../src/compat/prove/solver.js";
import type { Bundle } from "../../../src/contract/bundle.js";
import type { Json } from "../../../src/json/json.js";

/** Whether every instance of one schema is valid under another. */
export type Containment =
  | { readonly kind: "proved" }
  /** The witness is valid under the narrower schema and invalid under the wider one. */
  | { readonly kind: "refuted"; readonly witness: Json }
  | { readonly kind: "unknown"; readonly where: string; readonly why: string };

/** How much a question may take. */
export interface ContainsOptions {
  /** Milliseconds, counted as steps; 1,000 by default. */
  readonly budgetMs?: number;
}

/**
 * Decides whether every instance that is valid under `narrower` is valid under `wider`, or shows one that is not.
 * `unknown` says where and why, such as a pattern that is not a regular language, or a budget that is used up.
 * Instances are messages: none has more characters, items or properties than 16 MiB hold.
 */
export function contains(
  wider: Bundle,
  narrower: Bundle,
  { budgetMs = 1_000 }: ContainsOptions = {},
): Containment {
  const table = new NodeTable();
  const budget = new Budget(budgetMs);
  table.meter = budget;
  try {
    const goal = goalOf([valid(table.add(narrower)), invalid(table.add(wider))]);
    const answer = new Solver(table, budget).find(goal);
    if (answer.kind === "none") return { kind: "proved" };
    if (answer.kind === "unknown") return answer;
    const { value: witness } = answer;
    if (!meets(goal, witness))
      return { kind: "unknown", where: "", why: "the witness could not be verified" };
    return { kind: "refuted", witness };
  } catch (error) {
    return { kind: "unknown", where: "", why: undecided(error) };
  }
}
