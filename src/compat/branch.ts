import { type Atom, type Item, type Option, type UnevaluatedItem, valid } from "./atom.js";
import { excludes, follows, hasProperty } from "./atom-logic.js";
import {
  type Decided,
  evaluationOf,
  hasUnevaluated,
  restFails,
  restHolds,
  unevaluated,
} from "./evaluation.js";
import { differs, type Expanded, partFails, partHolds } from "./expand.js";
import { concerns, type Node } from "./node.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What is assumed of one instance of one type: atoms, and choices that are still open. */
export class Branch {
  readonly type: InstanceType;
  readonly atoms: Atom[];
  readonly #table: NodeTable;
  readonly #decided: Map<number, boolean>;
  #choices: (readonly Option[])[];
  /** Asked last, since what is evaluated depends on all that is decided before. */
  #unevaluated: readonly UnevaluatedItem[];

  constructor(type: InstanceType, table: NodeTable, from?: Branch) {
    this.type = type;
    this.#table = table;
    this.atoms = from ? [...from.atoms] : [];
    this.#decided = new Map(from ? from.#decided : []);
    this.#choices = from ? [...from.#choices] : [];
    this.#unevaluated = from ? from.#unevaluated : [];
  }

  /** A branch that goes on from here, so that this one can go on otherwise. */
  fork(): Branch {
    return new Branch(this.type, this.#table, this);
  }

  /** Assumes items, and all that follows from them at once; `false` when they contradict what is assumed already. */
  assume(items: Option): boolean {
    const pending: Item[] = [...items].reverse();
    for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
      if (item.kind === "unevaluated") {
        this.#unevaluated = [...this.#unevaluated, item];
        continue;
      }
      const expanded = item.kind === "node" ? this.#node(item.node, item.valid) : this.#atom(item.atom);
      if (expanded === undefined) return false;
      pending.push(...[...expanded.items].reverse());
      this.#choices.push(...expanded.choices);
    }
    return true;
  }

  /**
   * The choice with the fewest options, after all that leave one option only are made. `undefined` when none is left,
   * an empty list when one leaves none.
   */
  nextChoice(): readonly Option[] | undefined {
    for (;;) {
      const open: (readonly Option[])[] = [];
      let forced: Option | undefined;
      for (const options of this.#choices) {
        if (options.some((option) => option.every((item) => this.#follows(item)))) continue;
        const possible = options.filter((option) => !option.some((item) => this.#contradicts(item)));
        if (possible.length === 0) return [];
        if (possible.length === 1 && forced === undefined) forced = possible[0];
        else open.push(possible);
      }
      this.#choices = open;
      if (forced !== undefined) {
        if (!this.assume(forced)) return [];
        continue;
      }
      const pending = this.#settleUnevaluated();
      if (pending === "settled") continue;
      if (pending.length === 0) return [];
      if (open.length === 0) return pending === "none" ? undefined : pending;
      const least = open.reduce((best, each) => (each.length < best.length ? each : best));
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
      const step = evaluationOf(item.node, this.type, this.#known);
      if ("options" in step) {
        first ??= step.options;
        continue;
      }
      this.#unevaluated = this.#unevaluated.filter((each) => each !== item);
      const further = unevaluated(item.node, this.type) ?? this.#table.anything;
      const rest = (item.holds ? restHolds : restFails)(step.evaluated, further, this.type, this.#table);
      return rest !== undefined && this.assume(rest) ? "settled" : [];
    }
    return first ?? "none";
  }

  readonly #known: Decided = {
    isValid: (node) => this.#decided.get(node.id),
    hasProperty: (name) => hasProperty(this.atoms, name, this.#table.nothing),
  };

  #node(node: Node, valid: boolean): Expanded {
    const decided = this.#decided.get(node.id);
    if (decided !== undefined) return decided === valid ? { items: [], choices: [] } : undefined;
    this.#decided.set(node.id, valid);
    return valid ? this.#validNode(node) : this.#invalidNode(node);
  }

  #validNode(node: Node): Expanded {
    const items: Item[] = [];
    const choices: (readonly Option[])[] = [];
    for (const part of node.parts) {
      if (!concerns(part, this.type)) continue;
      const expanded = partHolds(part, this.type);
      if (expanded === undefined) return undefined;
      items.push(...expanded.items);
      choices.push(...expanded.choices);
    }
    if (hasUnevaluated(node, this.type)) items.push({ kind: "unevaluated", node, holds: true });
    return { items, choices };
  }

  #invalidNode(node: Node): Expanded {
    const options: Option[] = [];
    const alternatives: Expanded[] = [];
    for (const part of node.parts) {
      if (!concerns(part, this.type)) continue;
      const expanded = partFails(part, this.type, this.#table);
      if (expanded === undefined) continue;
      alternatives.push(expanded);
    }
    if (hasUnevaluated(node, this.type)) {
      const parts = node.parts.map((part) => valid(this.#table.of([part])));
      alternatives.push({ items: [...parts, { kind: "unevaluated", node, holds: false }], choices: [] });
    }
    const [only] = alternatives;
    if (alternatives.length === 1) return only;
    for (const alternative of alternatives) options.push(...optionsOf(alternative as NonNullable<Expanded>));
    return options.length === 0 ? undefined : { items: [], choices: [options] };
  }

  #atom(atom: Atom): Expanded {
    if (atom.kind === "notEqual") {
      const options = differs(atom.value, this.#table);
      const isSameType = options.length > 0 && (this.type === "array") === Array.isArray(atom.value);
      if (this.type === "array" || this.type === "object") {
        return isSameType ? { items: [], choices: [options] } : { items: [], choices: [] };
      }
    }
    this.atoms.push(atom);
    return { items: [], choices: [] };
  }

  #follows(item: Item): boolean {
    if (item.kind === "atom") return follows(this.atoms, item.atom, this.#table.nothing);
    return item.kind === "node" && this.#decided.get(item.node.id) === item.valid;
  }

  #contradicts(item: Item): boolean {
    if (item.kind === "atom") return excludes(this.atoms, item.atom, this.#table.nothing);
    if (item.kind === "unevaluated") return false;
    const decided = this.#decided.get(item.node.id);
    return decided !== undefined && decided !== item.valid;
  }
}

/** The ways in which an expansion can be true, one option each: its items with one option of its one choice. */
function optionsOf({ items, choices }: NonNullable<Expanded>): readonly Option[] {
  const [choice] = choices;
  return choice === undefined ? [items] : choice.map((option) => [...items, ...option]);
}
