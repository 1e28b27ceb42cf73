import type { Definition, Location, Schema, SchemaMap, SchemaObject } from "../../contract/schema.js";
import { type Budget, undecided } from "../prove/budget.js";
import { branchChanges, prefixChange } from "./branch-changes.js";
import type { Change, ChangeKind, ChangePlace } from "./change.js";
import { ComparedTexts } from "./compared-texts.js";
import { conditionChange } from "./condition-change.js";
import type { Step } from "./edit.js";
import { FoundChanges } from "./found-changes.js";
import { listChanges } from "./list-changes.js";
import { pairBranches } from "./pair-branches.js";
import { changeAt, into, type Placed, type PlacedPair, type Sides, through } from "./placed.js";
import { renameChange, renamedProperties } from "./rename-changes.js";
import { typeChangeTitle } from "./type-change-title.js";
import { isSameValue, valueChange } from "./value-change.js";
import { conditional, inner, whole } from "./walked-keywords.js";
import { WalkedPairs } from "./walked-pairs.js";
import { changeTarget, own, refersAlone, refusalTitle } from "./walked-place.js";
import { writtenNumber } from "./written-number.js";

type Definitions = ReadonlyMap<Location, Definition>;

/** One of two schemas that are walked side by side. */
export interface WalkedSchema {
  readonly location: Location;
  readonly definitions: Definitions;
  /** The same text for schemas inside it, or inside the other one, that say the same. */
  readonly textOf: (schema: Schema) => string;
}

/** All differences that were found, and why there may be more. */
export interface Walk {
  readonly changes: readonly Change[];
  readonly unfinished: string | undefined;
}

/**
 * Every difference between two schemas, in the order of the new one. Walks both side by side, through references that
 * both have at the same place, each pair of definitions once, by whatever names they are reached. What says the same on
 * both sides is not gone into.
 */
export function walkChanges(before: WalkedSchema, after: WalkedSchema, budget: Budget): Walk {
  const walker = new Walker(before, after, budget);
  let unfinished: string | undefined;
  try {
    walker.definitions(before.location, after.location, []);
    walker.finish();
  } catch (error) {
    unfinished = undecided(error);
  }
  return { changes: walker.changes(), unfinished };
}

/** References that are followed inside each other; deeper ones come after all others, so that no stack overflows. */
const deepest = 50;

class Walker {
  readonly #found: FoundChanges;
  readonly #old: Definitions;
  readonly #new: Definitions;
  readonly #texts: ComparedTexts;
  readonly #budget: Budget;
  readonly #seen = new Set<string>();
  readonly #pairs: WalkedPairs;
  readonly #pending: (() => void)[] = [];
  #depth = 0;

  constructor(before: WalkedSchema, after: WalkedSchema, budget: Budget) {
    this.#old = before.definitions;
    this.#new = after.definitions;
    this.#texts = new ComparedTexts(before.textOf, after.textOf);
    this.#budget = budget;
    this.#found = new FoundChanges(budget);
    this.#pairs = new WalkedPairs(before.definitions, after.definitions);
  }

  changes(): readonly Change[] {
    return this.#pairs.withAliases(this.#found.all());
  }

  /** Walks two definitions; `path` is how a value of the definition that uses them leads to one of theirs. */
  definitions(before: Location, after: Location, path: ChangePlace["payload"]): void {
    this.#budget.spend();
    const key = this.#pairs.keyOf(before, after);
    this.#found.use(key, path);
    const pair = `${before}\n${after}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    const walk = (): void => {
      const place = { path: [], payload: [] };
      this.#depth += 1;
      this.#found.inside(key, () =>
        this.#schemas(
          { location: before, ...place, schema: this.#old.get(before)?.schema ?? true },
          { location: after, ...place, schema: this.#new.get(after)?.schema ?? true },
        ),
      );
      this.#depth -= 1;
    };
    if (this.#depth < deepest) walk();
    else this.#pending.push(walk);
  }

  /** Walks the definitions that were too deep before. */
  finish(): void {
    // An array that grows while it is walked visits what was added.
    for (const walk of this.#pending) walk();
  }

  #schemas(before: Placed, after: Placed): void {
    this.#budget.spend();
    const [left, right] = [before.schema, after.schema];
    if (this.#texts.areSame(left, right)) return;
    if (refersAlone(left, right) || refersAlone(right, left)) {
      this.#schemas(through(before, this.#old), through(after, this.#new));
      return;
    }
    if (before.path.length === 0 && after.path.length === 0 && this.#pairs.isAlias(before, after)) return;
    if (left === false || right === false) {
      const sides = { old: before, new: after };
      if (left !== right)
        this.#replace("schema-changed", refusalTitle(before, after), sides, [], [left, right]);
      return;
    }
    const objects = { left: left === true ? {} : left, right: right === true ? {} : right };
    this.#objects({ old: before, new: after, ...objects });
  }

  #objects(pair: PlacedPair): void {
    this.#references(pair);
    this.#types(pair);
    this.#lists(pair);
    for (const keyword of [...whole, ...conditional]) this.#keyword(pair, keyword);
    this.#condition(pair);
    for (const keyword of inner) this.#inner(pair, keyword);
    for (const keyword of ["properties", "patternProperties", "dependentSchemas"] as const)
      this.#members(pair, keyword);
    for (const keyword of ["allOf", "anyOf", "oneOf"] as const) this.#branches(pair, keyword);
    this.#prefix(pair);
  }

  #references(pair: PlacedPair): void {
    const [from, to] = [pair.left.$ref, pair.right.$ref];
    if (from === undefined || to === undefined) this.#keyword(pair, "$ref");
    else this.definitions(from, to, pair.old.payload);
  }

  #types({ left, right, ...sides }: PlacedPair): void {
    const title = typeChangeTitle(left.type, right.type);
    if (title !== undefined) this.#replace("type-changed", title, sides, ["type"], [left.type, right.type]);
  }

  #lists(pair: PlacedPair): void {
    const { left, right } = pair;
    if (left.enum === undefined || right.enum === undefined) this.#keyword(pair, "enum");
    else this.#found.push(listChanges(pair, "enum", left.enum, right.enum));
    this.#found.push(listChanges(pair, "required", left.required ?? [], right.required ?? []));
  }

  /** A keyword whose values are not walked side by side. */
  #keyword(pair: PlacedPair, keyword: keyof SchemaObject & string): void {
    this.#value(pair, keyword, [pair.left[keyword], pair.right[keyword]]);
  }

  #value(sides: Sides, keyword: string, [left, right]: readonly [unknown, unknown]): void {
    if (left === right) return;
    const isPlain = (whole as readonly string[]).includes(keyword) || keyword === "enum";
    if (isPlain ? isSameValue(left, right, keyword) : this.#texts.areSameValues(left, right)) return;
    const { kind, title } = valueChange(left, right, keyword, {
      left: writtenNumber(this.#old, sides.old, [keyword]),
      right: writtenNumber(this.#new, sides.new, [keyword]),
    });
    this.#replace(kind, title, sides, [keyword], [left, right]);
  }

  /** `then` and `else` mean nothing without `if`, so they come and go with it. */
  #condition(pair: PlacedPair): void {
    const { left, right } = pair;
    if ((left.if === undefined) !== (right.if === undefined)) {
      this.#found.push([conditionChange(pair, [left, right], this.#texts.both)]);
      return;
    }
    for (const keyword of ["if", "then", "else"] as const)
      this.#value(pair, keyword, [left[keyword] ?? true, right[keyword] ?? true]);
  }

  #inner(pair: PlacedPair, keyword: (typeof inner)[number]): void {
    const [from, to] = [pair.left[keyword], pair.right[keyword]];
    if (from === undefined || to === undefined) this.#keyword(pair, keyword);
    else this.#schemas(into(pair.old, from, keyword), into(pair.new, to, keyword));
  }

  #members(
    { left, right, ...sides }: PlacedPair,
    keyword: "properties" | "patternProperties" | "dependentSchemas",
  ): void {
    const [from = {}, to = {}]: readonly SchemaMap[] = [left[keyword] ?? {}, right[keyword] ?? {}];
    const what = keyword === "properties" ? "property" : keyword;
    const renamed =
      keyword === "properties" ? renamedProperties(from, to, this.#texts.both) : new Map<string, string>();
    for (const [old, now] of renamed)
      this.#found.push([renameChange(sides, [from, to], [old, now], this.#texts.both)]);
    const renamedNames = new Set([...renamed].flat());
    for (const name of new Set([...Object.keys(to), ...Object.keys(from)])) {
      if (renamedNames.has(name)) continue;
      const old = own(from, name);
      const now = own(to, name);
      if (old !== undefined && now !== undefined) {
        this.#schemas(into(sides.old, old, keyword, name), into(sides.new, now, keyword, name));
        continue;
      }
      const how = old === undefined ? "added" : "removed";
      const title = `${what} ${JSON.stringify(name)} ${how}`;
      this.#replace(`property-${how}`, title, sides, [keyword, name], [old, now]);
    }
  }

  #branches(pair: PlacedPair, keyword: "allOf" | "anyOf" | "oneOf"): void {
    const [from, to] = [pair.left[keyword], pair.right[keyword]];
    if (from === undefined || to === undefined) {
      this.#keyword(pair, keyword);
      return;
    }
    const pairing = pairBranches([from, to], this.#texts.both);
    for (const [old, now] of pairing.changed)
      this.#schemas(
        into(pair.old, from[old] ?? true, keyword, old),
        into(pair.new, to[now] ?? true, keyword, now),
      );
    this.#found.push(branchChanges(pair, keyword, [from, to], pairing, this.#texts.both));
  }

  #prefix(pair: PlacedPair): void {
    const keyword = "prefixItems";
    const [from, to] = [pair.left[keyword], pair.right[keyword]];
    if (from === undefined || to === undefined) {
      this.#keyword(pair, keyword);
      return;
    }
    for (const [index, schema] of from.slice(0, to.length).entries())
      this.#schemas(
        into(pair.old, schema, keyword, index),
        into(pair.new, to[index] ?? true, keyword, index),
      );
    if (from.length !== to.length) this.#found.push([prefixChange(pair, [from, to], this.#texts.both)]);
  }

  #replace(
    kind: ChangeKind,
    title: string,
    sides: Sides,
    path: readonly Step[],
    [left, right]: readonly [unknown, unknown],
  ): void {
    const [old, now] = this.#texts.at(path, left, right);
    const [was, is] = [writtenNumber(this.#old, sides.old, path), writtenNumber(this.#new, sides.new, path)];
    const detail = [...path, was ?? old, is ?? now];
    const change = { kind, title, detail, ...changeTarget(kind, sides.old, path) };
    this.#found.push([changeAt(sides, path, change, { undo: () => left, redo: () => right })]);
  }
}
