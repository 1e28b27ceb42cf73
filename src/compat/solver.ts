import type { Json } from "../contract/json.js";
import { type Answer, firstInstance, instance, none } from "./answer.js";
import { type Atom, type Item, invalid, valid } from "./atom.js";
import { Branch } from "./branch.js";
import type { Budget } from "./budget.js";
import { findArray } from "./find-array.js";
import { findNumber } from "./find-number.js";
import { findObject } from "./find-object.js";
import { findString } from "./find-string.js";
import { type Goal, goalKey } from "./goal.js";
import { isHopeless, refusesMember } from "./is-hopeless.js";
import { meets } from "./meets.js";
import type { NodeTable } from "./node-table.js";
import { type InstanceType, instanceTypes, typeOf } from "./type-set.js";

/** What the search for an array or object asks of its items and members. */
export interface Finder {
  readonly table: NodeTable;
  readonly budget: Budget;
  /** An instance that is valid under the one nodes and invalid under the others. */
  readonly find: (goal: Goal) => Answer;
  /** The same of one type. */
  readonly findOfType: (goal: Goal, type: InstanceType) => Answer;
}

const SAMPLE_LENGTH = 200;

/** Goals inside each other, one for each level of the instance; many more and the stack overflows. */
const deepest = 300;

const tooDeep: Answer = {
  kind: "unknown",
  where: "",
  why: `it depends on values nested more than ${deepest} levels deep`,
};

/**
 * Looks for instances by taking schemas apart: an analytic tableau over nodes, with a search of its own for each type
 * of instance at the leaves. A goal that needs itself for a part of its instance has no smaller instance that way, so
 * it counts as having none there: instances are finite.
 */
export class Solver implements Finder {
  readonly table: NodeTable;
  /** Of the question that is asked now. */
  budget: Budget;
  readonly #known = new Map<string, Answer>();
  /** Goals that are being looked for, with how deep. */
  readonly #open = new Map<string, number>();
  /** The least deep open goal that the last answers counted as having no instance. */
  #assumed = Number.POSITIVE_INFINITY;

  constructor(table: NodeTable, budget: Budget) {
    this.table = table;
    this.budget = budget;
  }

  readonly find = (goal: Goal): Answer => {
    if (isContradictory(goal, this.table)) return none;
    const key = goalKey(goal);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const depth = this.#open.get(key);
    if (depth !== undefined) {
      this.#assumed = Math.min(this.#assumed, depth);
      return none;
    }
    return this.#findNew(goal, key);
  };

  readonly findOfType = (goal: Goal, type: InstanceType): Answer => {
    const branch = new Branch(type, this.table);
    const items: Item[] = [...goal.valid.map(valid), ...goal.invalid.map(invalid)];
    return branch.assume(items) ? this.#search(branch, goal) : none;
  };

  #findNew(goal: Goal, key: string): Answer {
    const outer = this.#assumed;
    const depth = this.#open.size;
    if (depth >= deepest) return tooDeep;
    this.#assumed = Number.POSITIVE_INFINITY;
    this.#open.set(key, depth);
    let answer: Answer;
    try {
      answer = this.#fromSamples(goal) ?? firstInstance(this.#byType(goal));
    } finally {
      this.#open.delete(key);
    }
    // what was counted as having no instance is this goal itself, or one that is no longer open
    const isFinal = answer.kind === "instance" || this.#assumed >= depth;
    if (isFinal) this.#known.set(key, answer);
    this.#assumed = Math.min(outer, isFinal ? Number.POSITIVE_INFINITY : this.#assumed);
    return answer;
  }

  *#byType(goal: Goal): Generator<Answer> {
    for (const type of instanceTypes) yield this.findOfType(goal, type);
  }

  /** A value that the schemas' authors had in mind, where it fits. */
  #fromSamples(goal: Goal): Answer | undefined {
    for (const { samples } of goal.valid) {
      for (const sample of samples) {
        const isScalar = typeof sample !== "object" || sample === null;
        if (isScalar && JSON.stringify(sample).length <= SAMPLE_LENGTH && meets(goal, sample))
          return instance(sample);
      }
    }
    return undefined;
  }

  #search(branch: Branch, goal: Goal): Answer {
    this.budget.spend();
    const listed = this.#fromEnumeration(branch, goal);
    if (listed !== undefined) return listed;
    const options = branch.nextChoice();
    if (options === undefined) return this.#fromEnumeration(branch, goal) ?? this.#leaf(branch, goal);
    if (isHopeless(branch, this)) return none;
    return firstInstance(this.#inEach(options, branch, goal));
  }

  *#inEach(options: readonly (readonly Item[])[], branch: Branch, goal: Goal): Generator<Answer> {
    for (const option of options) {
      if (refusesMember(branch, option, this)) continue;
      const next = branch.fork();
      yield next.assume(option) ? this.#search(next, goal) : none;
    }
  }

  /** Where the values are listed, trying them is exact. */
  #fromEnumeration({ atoms, type }: Branch, goal: Goal): Answer | undefined {
    const list = atoms.find((atom): atom is Extract<Atom, { kind: "enum" }> => atom.kind === "enum");
    if (list === undefined) return undefined;
    this.budget.spend(list.values.length);
    const found = list.values.find((value) => typeOf(value) === type && meets(goal, value));
    return found === undefined ? none : instance(found);
  }

  #leaf({ type, atoms }: Branch, goal: Goal): Answer {
    switch (type) {
      case "null":
        return first([null], atoms);
      case "boolean":
        return first([true, false], atoms);
      case "number":
        return findNumber(atoms, goal, this.budget);
      case "string":
        return findString(atoms, goal, this.budget);
      case "array":
        return findArray(atoms, this);
      case "object":
        return findObject(atoms, this);
    }
  }
}

function isContradictory(
  { valid: inside, invalid: outside }: Goal,
  { anything, nothing }: NodeTable,
): boolean {
  if (inside.includes(nothing) || outside.includes(anything)) return true;
  const ids = new Set(inside.map(({ id }) => id));
  return outside.some(({ id }) => ids.has(id));
}

function first(values: readonly Json[], atoms: readonly Atom[]): Answer {
  const found = values.find(
    (value) => !atoms.some((atom) => atom.kind === "notEqual" && atom.value === value),
  );
  return found === undefined ? none : instance(found);
}
