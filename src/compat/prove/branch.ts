import { type Atom, type Item, type Option, type UnevaluatedItem, valid } from "./atom.js";
import type { Budget } from "./budget.js";
import { isBetter, noOption, optionsOf } from "./choices.js";
import type { DeadEnds } from "./dead-ends.js";
import {
  type Decided,
  evaluatedBy,
  furtherMembers,
  hasUnevaluated,
  mostEvaluated,
  restFails,
  restHolds,
  unevaluated,
} from "./evaluation.js";
import { type Choice, differs, type Expanded, partFails, partHolds } from "./expand.js";
import { Facts } from "./facts.js";
import { concerns, type Node } from "./node.js";
import { areDisjoint } from "./node-relation.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What branches of one search have in common. */
export interface Search {
  readonly table: NodeTable;
  readonly budget: Budget;
}

/** What is assumed of one instance of one type: atoms, and choices that are still open. */
export class Branch {
  readonly type: InstanceType;
  readonly atoms: Atom[];
  readonly #search: Search;
  readonly #facts: Facts;
  readonly #decided: Map<number, boolean>;
  /** The nodes under which the instance is valid. */
  readonly #valid: Node[];
  /** How many of those each node was compared with, by its id, and which are apart from one of them. */
  readonly #compared: Map<number, number>;
  readonly #refused: Set<number>;
  #choices: readonly Choice[];
  /** How many properties a node may evaluate at most, by its id. */
  readonly #most: Map<number, number>;
  /** Asked last, since what is evaluated depends on all that is decided before. */
  #unevaluated: readonly UnevaluatedItem[];

  constructor(type: InstanceType, search: Search, from?: Branch) {
    this.type = type;
    this.#search = search;
    this.atoms = from ? [...from.atoms] : [];
    this.#facts = new Facts(this.atoms, search.table.nothing, search.budget);
    this.#decided = new Map(from ? from.#decided : []);
    this.#valid = from ? [...from.#valid] : [];
    this.#compared = new Map(from ? from.#compared : []);
    this.#refused = new Set(from ? from.#refused : []);
    this.#most = new Map(from ? from.#most : []);
    this.#choices = from ? from.#choices : [];
    this.#unevaluated = from ? from.#unevaluated : [];
    if (from)
      search.budget.spend(
        1 + Math.floor((this.atoms.length + this.#decided.size + this.#compared.size) / 16),
      );
  }

  /** A branch that goes on from here, so that this one can go on otherwise. */
  fork(): Branch {
    return new Branch(this.type, this.#search, this);
  }

  /** Assumes items, and all that follows from them at once; `false` when they contradict what is assumed already. */
  assume(items: Option): boolean {
    const pending: Item[] = [...items].reverse();
    for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
      this.#search.budget.spend();
      if (item.kind === "unevaluated") {
        this.#unevaluated = [...this.#unevaluated, item];
        continue;
      }
      const expanded = item.kind === "node" ? this.#node(item.node, item.valid) : this.#atom(item.atom);
      if (expanded === undefined) return false;
      for (const next of [...expanded.items].reverse()) pending.push(next);
      if (expanded.choices.length > 0) this.#choices = [...this.#choices, ...expanded.choices];
    }
    return true;
  }

  /**
   * One that had no way out in another branch, or else a choice between what excludes each other, or else the one with
   * the fewest options, after all that leave one option only are made. `undefined` when none is left, one without options
   * when one leaves none.
   */
  nextChoice(deadEnds: DeadEnds): Choice | undefined {
    for (;;) {
      const open: Choice[] = [];
      let forced: Option | undefined;
      for (const choice of this.#choices) {
        this.#search.budget.spend();
        if (choice.unless !== undefined && this.#isRefused(choice.unless)) continue;
        const { options } = choice;
        if (options.some((option) => option.every((item) => this.#follows(item)))) continue;
        const possible = options.filter((option) => !option.some((item) => this.#contradicts(item)));
        if (possible.length === 0) return noOption;
        if (possible.length === 1 && forced === undefined) forced = possible[0];
        else open.push(possible.length === options.length ? choice : { ...choice, options: possible });
      }
      this.#choices = open;
      if (forced !== undefined) {
        if (!this.assume(forced)) return noOption;
        continue;
      }
      const pending = this.#settleUnevaluated();
      if (pending === "settled") continue;
      if (pending.length === 0) return noOption;
      if (open.length === 0) return pending === "none" ? undefined : { options: pending };
      const least = deadEnds.among(open) ?? open.reduce((best, each) => (isBetter(each, best) ? each : best));
      this.#choices = open.filter((each) => each !== least);
      return least;
    }
  }

  /**
   * Assumes what follows as soon as it is known what some schema evaluates: a schema that is closed so leaves few
   * choices. Otherwise gives what has to be decided for the first one; an empty list is a contradiction.
   */
  #settleUnevaluated(): "settled" | "none" | readonly Option[] {
    let first: readonly Option[] | undefined;
    for (const item of this.#unevaluated) {
      const step = evaluatedBy(item.node, this.type, this.#known);
      if ("options" in step) {
        if (this.#refuseUnevaluable(item)) return "settled";
        first ??= step.options;
        continue;
      }
      this.#unevaluated = this.#unevaluated.filter((each) => each !== item);
      const { table } = this.#search;
      const further = unevaluated(item.node, this.type) ?? table.anything;
      const rest = (item.holds ? restHolds : restFails)(step.evaluated, further, this.type, table);
      return rest !== undefined && this.assume(rest) ? "settled" : [];
    }
    return first ?? "none";
  }

  /** Whether it is known since the last time of further properties that none of the open choices evaluates them. */
  #refuseUnevaluable({ node, holds }: UnevaluatedItem): boolean {
    const further = unevaluated(node, this.type);
    if (!holds || this.type !== "object" || further === undefined) return false;
    const most = mostEvaluated(node, this.#known);
    this.#search.budget.spend(1 + (most?.names.size ?? 0));
    const size = most === undefined ? Number.POSITIVE_INFINITY : most.names.size + most.patterns.size;
    if (most === undefined || size >= (this.#most.get(node.id) ?? Number.POSITIVE_INFINITY)) return false;
    this.#most.set(node.id, size);
    return this.assume(furtherMembers(most, further, this.#search.table));
  }

  readonly #known: Decided = {
    isValid: (node) => this.#isValid(node),
    hasProperty: (name) => this.#facts.hasProperty(name),
  };

  #isValid(node: Node): boolean | undefined {
    const decided = this.#decided.get(node.id);
    if (decided !== undefined) return decided;
    return this.#isRefused(node) ? false : undefined;
  }

  /** Whether a node takes nothing that one takes which takes the instance. */
  #isRefused(node: Node): boolean {
    if (this.#refused.has(node.id)) return true;
    const { budget } = this.#search;
    const from = this.#compared.get(node.id) ?? 0;
    const count = this.#valid.length;
    if (from === count) return false;
    budget.spend(count - from);
    for (let index = from; index < count; index += 1) {
      if (!areDisjoint(this.#valid[index] as Node, node, budget)) continue;
      if (!this.#decided.has(node.id)) this.#decided.set(node.id, false);
      this.#refused.add(node.id);
      return true;
    }
    this.#compared.set(node.id, count);
    return false;
  }

  #node(node: Node, valid: boolean): Expanded {
    const decided = this.#decided.get(node.id);
    if (decided !== undefined) return decided === valid ? { items: [], choices: [] } : undefined;
    if (this.#isRefused(node)) return valid ? undefined : { items: [], choices: [] };
    this.#decided.set(node.id, valid);
    if (valid) this.#valid.push(node);
    return valid ? this.#validNode(node) : this.#invalidNode(node);
  }

  #validNode(node: Node): Expanded {
    const items: Item[] = [];
    const choices: Choice[] = [];
    for (const part of node.parts) {
      if (!concerns(part, this.type)) continue;
      const expanded = partHolds(part, this.type, this.#search.budget);
      if (expanded === undefined) return undefined;
      for (const item of expanded.items) items.push(item);
      for (const choice of expanded.choices) choices.push(choice);
    }
    if (hasUnevaluated(node, this.type)) items.push({ kind: "unevaluated", node, holds: true });
    return { items, choices };
  }

  #invalidNode(node: Node): Expanded {
    const options: Option[] = [];
    const alternatives: NonNullable<Expanded>[] = [];
    const { table, budget } = this.#search;
    for (const part of node.parts) {
      if (!concerns(part, this.type)) continue;
      const expanded = partFails(part, this.type, table, budget);
      if (expanded === undefined) continue;
      alternatives.push(expanded);
    }
    if (hasUnevaluated(node, this.type)) {
      const parts = node.parts.map((part) => valid(table.of([part])));
      alternatives.push({ items: [...parts, { kind: "unevaluated", node, holds: false }], choices: [] });
    }
    const [only] = alternatives;
    if (alternatives.length === 1 && only !== undefined)
      return { ...only, choices: only.choices.map((choice) => ({ ...choice, unless: node })) };
    for (const alternative of alternatives) for (const option of optionsOf(alternative)) options.push(option);
    return options.length === 0 ? undefined : { items: [], choices: [{ options, unless: node }] };
  }

  #atom(atom: Atom): Expanded {
    if (atom.kind === "notEqual") {
      const options = differs(atom.value, this.#search.table);
      const isSameType = options.length > 0 && (this.type === "array") === Array.isArray(atom.value);
      if (this.type === "array" || this.type === "object") {
        return isSameType ? { items: [], choices: [{ options }] } : { items: [], choices: [] };
      }
    }
    this.atoms.push(atom);
    return { items: [], choices: [] };
  }

  #follows(item: Item): boolean {
    if (item.kind === "atom") return this.#facts.implies(item.atom);
    return item.kind === "node" && this.#decided.get(item.node.id) === item.valid;
  }

  #contradicts(item: Item): boolean {
    this.#search.budget.spend();
    if (item.kind === "atom") return this.#facts.excludes(item.atom);
    if (item.kind === "unevaluated") return false;
    const decided = item.valid ? this.#isValid(item.node) : this.#decided.get(item.node.id);
    return decided !== undefined && decided !== item.valid;
  }
}
