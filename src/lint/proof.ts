import { instance, type SearchResult } from "../compat/prove/answer.js";
import type { NodeItem } from "../compat/prove/atom.js";
import { Budget, BudgetExceeded, undecided } from "../compat/prove/budget.js";
import { goalOf } from "../compat/prove/goal.js";
import { meets } from "../compat/prove/meets.js";
import type { NodeTable } from "../compat/prove/node-table.js";
import { shortenWitness } from "../compat/prove/shorten-witness.js";
import { Solver } from "../compat/prove/solver.js";
import type { Json } from "../json/json.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import type { PlacedSchema } from "./placed-schema.js";

/**
 * What one question may take, those about the schemas of one file, and all of a contract. Milliseconds are counted as
 * steps, 1,000 for each, so that the findings do not depend on the machine.
 */
const QUESTION_MS = 50;
const FILE_STEPS = 1_000_000;
const CONTRACT_MS = 10_000;

/** What the questions about one contract share. */
interface Shared {
  readonly all: Budget;
  readonly table: NodeTable;
  readonly proofs: Map<string, Proof>;
  solver?: Solver;
}

const known = new WeakMap<LintSubject, Shared>();

/** What is asked of the schemas of a file. */
export function proofOf(subject: LintSubject, { source: { path } }: Pick<PlacedSchema, "source">): Proof {
  const shared = known.get(subject) ?? {
    all: new Budget(CONTRACT_MS),
    table: evaluationOf(subject).table,
    proofs: new Map<string, Proof>(),
  };
  known.set(subject, shared);
  const proof = shared.proofs.get(path) ?? new Proof(shared);
  shared.proofs.set(path, proof);
  return proof;
}

/** Questions about values that schemas take, within counted steps; the same question again costs next to nothing. */
export class Proof {
  readonly #shared: Shared;
  #spent = 0;
  #undecided = 0;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Questions without an answer; rules are silent about what they asked. */
  get undecided(): number {
    return this.#undecided;
  }

  /** Steps that all questions took. */
  get steps(): number {
    return this.#spent;
  }

  /** A value that is as all items say, and that was tried; whether there is none, or that it takes too much to say. */
  find(items: () => Iterable<NodeItem>): SearchResult {
    const answer = this.#find(items);
    if (answer.kind === "unknown") this.#undecided += 1;
    return answer;
  }

  /** Whether it is proved that no value is as all items say. */
  isEmpty(items: () => Iterable<NodeItem>): boolean {
    return this.find(items).kind === "none";
  }

  /** The result of other work that is counted as a question's is; `undefined` when it takes too much. */
  within<Result>(work: (budget: Budget) => Result): Result | undefined {
    try {
      return this.#metered(work);
    } catch (error) {
      undecided(error);
      this.#undecided += 1;
      return undefined;
    }
  }

  #find(items: () => Iterable<NodeItem>): SearchResult {
    try {
      return this.#metered((budget, solver) => {
        const goal = goalOf(items());
        const answer = solver.find(goal);
        if (answer.kind !== "instance") return answer;
        const isOne = (value: Json): boolean => meets(goal, value, budget);
        return isOne(answer.value) ? instance(shortenWitness(answer.value, isOne)) : unverified;
      });
    } catch (error) {
      return { kind: "unknown", where: "", why: undecided(error) };
    }
  }

  #metered<Result>(work: (budget: Budget, solver: Solver) => Result): Result {
    const { all, table } = this.#shared;
    if (this.#spent >= FILE_STEPS) throw new BudgetExceeded("the schemas of this file need too many steps");
    all.spend();
    const budget = new Budget(QUESTION_MS, all);
    this.#shared.solver ??= new Solver(table, budget);
    const { solver } = this.#shared;
    const { meter } = table;
    table.meter = budget;
    solver.budget = budget;
    try {
      return work(budget, solver);
    } finally {
      table.meter = meter;
      this.#spent += 1 + budget.spent;
    }
  }
}

const unverified: SearchResult = { kind: "unknown", where: "", why: "the value could not be verified" };
