import type { Json } from "../../json/json.js";
import { firstInstance, instance, none, type SearchResult } from "./answer.js";
import { type Atom, type Item, invalid, valid } from "./atom.js";
import { Branch } from "./branch.js";
import type { Budget } from "./budget.js";
import { DeadEnds } from "./dead-ends.js";
import { findArray } from "./find-array.js";
import { findNumber } from "./find-number.js";
import { findObject } from "./find-object.js";
import { findString } from "./find-string.js";
import type { Finder } from "./finder.js";
import { type Goal, goalKey } from "./goal.js";
import { isHopeless, refusesMember } from "./is-hopeless.js";
import { meets } from "./meets.js";
import type { NodeTable } from "./node-table.js";
import { type InstanceType, instanceTypes, typeOf } from "./type-set.js";

const SAMPLE_LENGTH = 200;

/** Goals inside each other, one for each level of the instance; many more and the stack overflows. */
const deepest = 300;

const tooDeep: SearchResult = {
  kind: "unknown",
  where: "",
  why: `it depends on values nested more than ${deepest} levels deep`,
};

/** How far a search for an instance of one type has branched. */
interface Extent {
  branches: number;
  /** Choices that were made. */
  choices: number;
  readonly deadEnds: DeadEnds;
}

/** Branches from which on each is looked at before its choices are made, which takes time, too. */
const WIDE = 32;
/** Of how many of those an instance that is found so is tried on the goal once. */
const TRIED_EACH = 16;

/** An answer that counts goals which are still open as having no instance. */
interface Provisional {
  readonly answer: SearchResult;
  /** The least deep of those goals. */
  readonly assumed: number;
}

/** Bytes of an answer that is kept, besides its key, about. */
const ANSWER_BYTES = 200;

/**
 * Looks for instances by taking schemas apart: an analytic tableau over nodes, with a search of its own for each type
 * of instance at the leaves. A goal that needs itself for a part of its instance has no smaller instance that way, so
 * it counts as having none there: instances are finite.
 *
 * What was found while a goal is open, and counts it as having none, is used again until it is decided. If it has none
 * indeed, so have all that counted on it and found none: the least instance of any of them would need a smaller one of
 * another. If it has one, they are asked again.
 */
export class Solver implements Finder {
  readonly table: NodeTable;
  /** Of the question that is asked now. */
  budget: Budget;
  readonly #known = new Map<string, SearchResult>();
  readonly #provisional = new Map<string, Provisional>();
  readonly #provisionalKeys: string[] = [];
  /** Goals that are being looked for, with how deep. */
  readonly #open = new Map<string, number>();
  /** The least deep open goal that the last answers counted as having no instance. */
  #assumed = Number.POSITIVE_INFINITY;

  constructor(table: NodeTable, budget: Budget) {
    this.table = table;
    this.budget = budget;
  }

  readonly find = (goal: Goal): SearchResult => {
    this.budget.spend();
    if (isContradictory(goal, this.table)) return none;
    const key = goalKey(goal);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const depth = this.#open.get(key);
    if (depth !== undefined) {
      this.#assumed = Math.min(this.#assumed, depth);
      return none;
    }
    const provisional = this.#provisional.get(key);
    if (provisional !== undefined) {
      this.#assumed = Math.min(this.#assumed, provisional.assumed);
      return provisional.answer;
    }
    return this.#findNew(goal, key);
  };

  readonly findOfType = (goal: Goal, type: InstanceType): SearchResult => {
    const branch = new Branch(type, this);
    const items: Item[] = [...goal.valid.map(valid), ...goal.invalid.map(invalid)];
    return branch.assume(items)
      ? this.#search(branch, goal, { branches: 0, choices: 0, deadEnds: new DeadEnds() })
      : none;
  };

  #findNew(goal: Goal, key: string): SearchResult {
    const outer = this.#assumed;
    const depth = this.#open.size;
    if (depth >= deepest) return tooDeep;
    const before = this.#provisionalKeys.length;
    this.#assumed = Number.POSITIVE_INFINITY;
    this.#open.set(key, depth);
    let answer: SearchResult | undefined;
    try {
      answer = this.#fromSamples(goal) ?? firstInstance(this.#byType(goal));
    } finally {
      this.#open.delete(key);
      // what counted this goal as having no instance, while that is not so or not known
      if (answer?.kind !== "none") this.#since(before);
    }
    // what was counted as having no instance is this goal itself, or one that is no longer open
    const isFinal = answer.kind === "instance" || this.#assumed >= depth;
    if (isFinal) {
      for (const [inner, found] of answer.kind === "none" ? this.#since(before) : [])
        this.#keep(inner, found);
      this.#keep(key, answer);
    } else {
      this.#provisional.set(key, { answer, assumed: this.#assumed });
      this.#provisionalKeys.push(key);
    }
    this.#assumed = Math.min(outer, isFinal ? Number.POSITIVE_INFINITY : this.#assumed);
    return answer;
  }

  #keep(key: string, answer: SearchResult): void {
    this.budget.keep(ANSWER_BYTES + 2 * key.length);
    this.#known.set(key, answer);
  }

  /** Removes and returns the provisional answers after the first `count`: those found while a goal was open. */
  #since(count: number): readonly (readonly [string, SearchResult])[] {
    return this.#provisionalKeys.splice(count).flatMap((key) => {
      const found = this.#provisional.get(key);
      this.#provisional.delete(key);
      return found === undefined ? [] : [[key, found.answer] as const];
    });
  }

  *#byType(goal: Goal): Generator<SearchResult> {
    for (const type of instanceTypes) yield this.findOfType(goal, type);
  }

  /** A value that the schemas' authors had in mind, where it fits. */
  #fromSamples(goal: Goal): SearchResult | undefined {
    for (const { samples } of goal.valid) {
      for (const sample of samples) {
        const isScalar = typeof sample !== "object" || sample === null;
        if (isScalar && JSON.stringify(sample).length <= SAMPLE_LENGTH && meets(goal, sample, this.budget))
          return instance(sample);
      }
    }
    return undefined;
  }

  #search(branch: Branch, goal: Goal, extent: Extent): SearchResult {
    this.budget.spend();
    extent.branches += 1;
    const listed = this.#fromEnumeration(branch, goal);
    if (listed !== undefined) return listed;
    const choice = branch.nextChoice(extent.deadEnds);
    if (choice === undefined) return this.#fromEnumeration(branch, goal) ?? this.#leaf(branch, goal);
    if (isHopeless(branch, this)) return none;
    const early = extent.branches > WIDE ? this.#withoutChoices(branch, goal, extent) : undefined;
    if (early !== undefined) return early;
    extent.choices += 1;
    const { choices } = extent;
    const answer = firstInstance(this.#inEach(choice.options, branch, goal, extent));
    if (answer.kind === "none" && extent.choices === choices) extent.deadEnds.add(choice);
    return answer;
  }

  /**
   * What can be said of a branch before its choices are made: there is no instance, or one that is found without them
   * happens to be as the goal asks for. Of choices that have nothing to do with each other, not all combinations are
   * gone through then.
   */
  #withoutChoices(branch: Branch, goal: Goal, { branches }: Extent): SearchResult | undefined {
    const answer = this.#leaf(branch, goal);
    if (answer.kind === "none") return none;
    // trying an instance takes longer than finding it
    if (answer.kind !== "instance" || branches % TRIED_EACH !== 0) return undefined;
    return meets(goal, answer.value, this.budget) ? answer : undefined;
  }

  *#inEach(
    options: readonly (readonly Item[])[],
    branch: Branch,
    goal: Goal,
    extent: Extent,
  ): Generator<SearchResult> {
    for (const option of options) {
      if (refusesMember(branch, option, this)) continue;
      const next = branch.fork();
      yield next.assume(option) ? this.#search(next, goal, extent) : none;
    }
  }

  /** Where the values are listed, trying them is exact. */
  #fromEnumeration({ atoms, type }: Branch, goal: Goal): SearchResult | undefined {
    const list = atoms.find((atom): atom is Extract<Atom, { kind: "enum" }> => atom.kind === "enum");
    if (list === undefined) return undefined;
    this.budget.spend(list.values.length);
    const found = list.values.find((value) => typeOf(value) === type && meets(goal, value, this.budget));
    return found === undefined ? none : instance(found);
  }

  #leaf({ type, atoms }: Branch, goal: Goal): SearchResult {
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

function first(values: readonly Json[], atoms: readonly Atom[]): SearchResult {
  const found = values.find(
    (value) => !atoms.some((atom) => atom.kind === "notEqual" && atom.value === value),
  );
  return found === undefined ? none : instance(found);
}
