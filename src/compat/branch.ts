import type { Atom, Item, Option } from "./atom.js";
import { membersAt } from "./evaluate.js";
import { evaluationCases, hasUnevaluated } from "./evaluation-cases.js";
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

  constructor(type: InstanceType, table: NodeTable, from?: Branch) {
    this.type = type;
    this.#table = table;
    this.atoms = from ? [...from.atoms] : [];
    this.#decided = new Map(from ? from.#decided : []);
    this.#choices = from ? [...from.#choices] : [];
  }

  /** A branch that goes on from here, so that this one can go on otherwise. */
  fork(): Branch {
    return new Branch(this.type, this.#table, this);
  }

  /** Assumes items, and all that follows from them at once; `false` when they contradict what is assumed already. */
  assume(items: Option): boolean {
    const pending: Item[] = [...items].reverse();
    for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
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
      if (open.length === 0) return undefined;
      const least = open.reduce((best, each) => (each.length < best.length ? each : best));
      this.#choices = open.filter((each) => each !== least);
      return least;
    }
  }

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
    if (hasUnevaluated(node, this.type)) choices.push(evaluationCases(node, this.type, this.#table).holding);
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
      const { failing } = evaluationCases(node, this.type, this.#table);
      alternatives.push({ items: [], choices: [failing] });
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
    return item.kind === "node" && this.#decided.get(item.node.id) === item.valid;
  }

  #contradicts(item: Item): boolean {
    if (item.kind === "atom") return this.atoms.some((known) => excludes(known, item.atom));
    const decided = this.#decided.get(item.node.id);
    return decided !== undefined && decided !== item.valid;
  }
}

/** Whether two atoms can never hold together; only what is cheap to see, and spares a branch. */
function excludes(known: Atom, next: Atom): boolean {
  if (next.kind === "lacks") return known.kind === "required" && namesOf(known).has(next.name);
  if (next.kind !== "memberOutside" || known.kind !== "members") return false;
  return next.region.kind === "name" && membersAt(known, next.region.name).includes(next.node);
}

const nameSets = new WeakMap<object, ReadonlySet<string>>();

function namesOf(required: Extract<Atom, { kind: "required" }>): ReadonlySet<string> {
  const known = nameSets.get(required) ?? new Set(required.names);
  nameSets.set(required, known);
  return known;
}

/** The ways in which an expansion can be true, one option each: its items with one option of its one choice. */
function optionsOf({ items, choices }: NonNullable<Expanded>): readonly Option[] {
  const [choice] = choices;
  return choice === undefined ? [items] : choice.map((option) => [...items, ...option]);
}
