import type { Definition, Location, Schema, SchemaMap, SchemaObject } from "../../contract/schema.js";
import { type Budget, undecided } from "../prove/budget.js";
import { branchChanges, prefixChange } from "./branch-changes.js";
import type { Change, ChangeKind, ChangePlace } from "./change.js";
import { conditionChange } from "./condition-change.js";
import { DefinitionUses } from "./definition-uses.js";
import type { Step } from "./edit.js";
import { listChanges } from "./list-changes.js";
import { type Identify, pairBranches } from "./pair-branches.js";
import { basedOn, changeAt, into, type Placed, through } from "./placed.js";
import { renameChange, renamedProperties } from "./rename-changes.js";
import { isEqual, valueChange } from "./value-change.js";
import { conditional, inner, whole } from "./walked-keywords.js";
import { WalkedPairs } from "./walked-pairs.js";
import { own, refersAlone, refusalTitle, targetOf, valueIn } from "./walked-place.js";
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

/** Paths in a payload that one change is listed with. */
const mostPaths = 100;

/** Bytes of one change in a list, about. */
const CHANGE_BYTES = 1_000;

class Walker {
  readonly #changes: { readonly change: Change; readonly within: string }[] = [];
  readonly #old: Definitions;
  readonly #new: Definitions;
  readonly #textOfOld: Identify;
  readonly #textOfNew: Identify;
  readonly #budget: Budget;
  readonly #seen = new Set<string>();
  readonly #pairs: WalkedPairs;
  readonly #uses = new DefinitionUses();
  readonly #pending: (() => void)[] = [];
  #depth = 0;
  /** The pair of definitions that is being walked. */
  #within: string | undefined;

  constructor(before: WalkedSchema, after: WalkedSchema, budget: Budget) {
    this.#old = before.definitions;
    this.#new = after.definitions;
    this.#textOfOld = before.textOf;
    this.#textOfNew = after.textOf;
    this.#budget = budget;
    this.#pairs = new WalkedPairs(before.definitions, after.definitions);
  }

  /** What was found, each with all its places. */
  changes(): readonly Change[] {
    const changes = this.#changes.map(({ change, within }) => {
      const uses = this.#uses.pathsOf(within, mostPaths);
      return { ...basedOn(change, uses[0]), ...(uses.length > 1 ? { uses } : {}) };
    });
    return this.#pairs.withAliases(changes);
  }

  /** Walks two definitions; `path` is how a value of the definition that uses them leads to one of theirs. */
  definitions(before: Location, after: Location, path: ChangePlace["payload"]): void {
    this.#budget.spend();
    const key = this.#pairs.keyOf(before, after);
    this.#uses.add(key, { from: this.#within, path });
    const pair = `${before}\n${after}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    const walk = (): void => {
      const outer = this.#within;
      this.#within = key;
      this.#depth += 1;
      const place = { path: [], payload: [] };
      this.#schemas(
        { location: before, ...place, schema: this.#old.get(before)?.schema ?? true },
        { location: after, ...place, schema: this.#new.get(after)?.schema ?? true },
      );
      this.#depth -= 1;
      this.#within = outer;
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
    if (this.#isSame(left, right)) return;
    if (refersAlone(left, right) || refersAlone(right, left)) {
      this.#schemas(through(before, this.#old), through(after, this.#new));
      return;
    }
    if (before.path.length === 0 && after.path.length === 0 && this.#pairs.isAlias(before, after)) return;
    if (left === false || right === false) {
      if (left !== right) this.#replace("schema-changed", refusalTitle(before, after), before, after, []);
      return;
    }
    this.#objects(before, left === true ? {} : left, after, right === true ? {} : right);
  }

  #objects(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    this.#references(before, left, after, right);
    this.#types(before, left, after, right);
    this.#lists(before, left, after, right);
    for (const keyword of whole) this.#value(before, left[keyword], after, right[keyword], keyword);
    for (const keyword of conditional) this.#value(before, left[keyword], after, right[keyword], keyword);
    this.#condition(before, left, after, right);
    for (const keyword of inner) this.#inner(before, left, after, right, keyword);
    for (const keyword of ["properties", "patternProperties", "dependentSchemas"] as const)
      this.#members(before, left, after, right, keyword);
    for (const keyword of ["allOf", "anyOf", "oneOf"] as const)
      this.#branches(before, left, after, right, keyword);
    this.#prefix(before, left, after, right);
  }

  #references(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    if (left.$ref !== undefined && right.$ref !== undefined)
      this.definitions(left.$ref, right.$ref, before.payload);
    else this.#value(before, left.$ref, after, right.$ref, "$ref");
  }

  #types(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    const text = (types: readonly string[] | undefined): string | undefined => types?.join(" or ");
    const [from, to] = [left.type && [...left.type].sort(), right.type && [...right.type].sort()];
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    const [was, is] = [text(left.type), text(right.type)];
    const title =
      was === undefined
        ? `type ${is} added`
        : is === undefined
          ? `type ${was} removed`
          : `type changed from ${was} to ${is}`;
    this.#replace("type-changed", title, before, after, ["type"]);
  }

  #lists(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    const sides = { old: before, new: after };
    if (left.enum === undefined || right.enum === undefined)
      this.#value(before, left.enum, after, right.enum, "enum");
    else this.#push(listChanges(sides, "enum", left.enum, right.enum));
    this.#push(listChanges(sides, "required", left.required ?? [], right.required ?? []));
  }

  #value(before: ChangePlace, left: unknown, after: ChangePlace, right: unknown, keyword: string): void {
    if (left === right) return;
    const isPlain = (whole as readonly string[]).includes(keyword) || keyword === "enum";
    if (isPlain ? isEqual(left, right, keyword) : this.#isSameValue(left, right)) return;
    const { kind, title } = valueChange(left, right, keyword, {
      left: writtenNumber(this.#old, before, keyword),
      right: writtenNumber(this.#new, after, keyword),
    });
    this.#replace(kind, title, before, after, [keyword], left, right);
  }

  /** `then` and `else` mean nothing without `if`, so they come and go with it. */
  #condition(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    if ((left.if === undefined) !== (right.if === undefined)) {
      this.#push([conditionChange({ old: before, new: after }, left, right)]);
      return;
    }
    for (const keyword of ["if", "then", "else"] as const)
      this.#value(before, left[keyword] ?? true, after, right[keyword] ?? true, keyword);
  }

  #inner(
    before: Placed,
    left: SchemaObject,
    after: Placed,
    right: SchemaObject,
    keyword: (typeof inner)[number],
  ): void {
    const [from, to] = [left[keyword], right[keyword]];
    if (from === undefined || to === undefined) this.#value(before, from, after, to, keyword);
    else this.#schemas(into(before, from, keyword), into(after, to, keyword));
  }

  #members(
    before: Placed,
    left: SchemaObject,
    after: Placed,
    right: SchemaObject,
    keyword: "properties" | "patternProperties" | "dependentSchemas",
  ): void {
    const [from = {}, to = {}]: readonly SchemaMap[] = [left[keyword] ?? {}, right[keyword] ?? {}];
    const what = keyword === "properties" ? "property" : keyword;
    const renamed =
      keyword === "properties" ? renamedProperties(from, to, this.#identify) : new Map<string, string>();
    for (const [old, now] of renamed)
      this.#push([renameChange({ old: before, new: after }, [from, to], [old, now])]);
    const renamedNames = new Set([...renamed].flat());
    for (const name of new Set([...Object.keys(to), ...Object.keys(from)])) {
      if (renamedNames.has(name)) continue;
      const old = own(from, name);
      const now = own(to, name);
      if (old !== undefined && now !== undefined) {
        this.#schemas(into(before, old, keyword, name), into(after, now, keyword, name));
        continue;
      }
      const how = old === undefined ? "added" : "removed";
      const title = `${what} ${JSON.stringify(name)} ${how}`;
      this.#replace(`property-${how}`, title, before, after, [keyword, name], old, now);
    }
  }

  #branches(
    before: Placed,
    left: SchemaObject,
    after: Placed,
    right: SchemaObject,
    keyword: "allOf" | "anyOf" | "oneOf",
  ): void {
    const [from, to] = [left[keyword], right[keyword]];
    if (from === undefined || to === undefined) {
      this.#value(before, from, after, to, keyword);
      return;
    }
    const pairing = pairBranches([from, to], this.#identify);
    for (const [old, now] of pairing.changed)
      this.#schemas(
        into(before, from[old] ?? true, keyword, old),
        into(after, to[now] ?? true, keyword, now),
      );
    this.#push(branchChanges({ old: before, new: after }, keyword, [from, to], pairing));
  }

  #prefix(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    const keyword = "prefixItems";
    const [from, to] = [left[keyword], right[keyword]];
    if (from === undefined || to === undefined) {
      this.#value(before, from, after, to, keyword);
      return;
    }
    for (const [index, schema] of from.slice(0, to.length).entries())
      this.#schemas(into(before, schema, keyword, index), into(after, to[index] ?? true, keyword, index));
    if (from.length !== to.length) this.#push([prefixChange({ old: before, new: after }, from, to)]);
  }

  #replace(
    kind: ChangeKind,
    title: string,
    before: ChangePlace,
    after: ChangePlace,
    path: readonly Step[],
    left: unknown = valueIn((before as Placed).schema, path),
    right: unknown = valueIn((after as Placed).schema, path),
  ): void {
    const sides = { old: before, new: after };
    const change = { kind, title, ...targetOf(kind, before, path) };
    this.#push([changeAt(sides, path, change, { undo: () => left, redo: () => right })]);
  }

  #push(changes: Iterable<Change>): void {
    for (const change of changes) {
      this.#budget.spend();
      this.#budget.keep(CHANGE_BYTES);
      this.#changes.push({ change, within: this.#within ?? "" });
    }
  }

  get #identify(): readonly [Identify, Identify] {
    return [this.#textOfOld, this.#textOfNew];
  }

  /** Whether both say the same, annotations aside, by whatever names they refer to it. */
  #isSame(left: Schema, right: Schema): boolean {
    return left === right || this.#textOfOld(left) === this.#textOfNew(right);
  }

  /** The same of a keyword that holds a schema, several schemas or a reference. */
  #isSameValue(left: unknown, right: unknown): boolean {
    if (left === undefined || right === undefined) return false;
    if (Array.isArray(left) && Array.isArray(right))
      return (
        left.length === right.length &&
        left.every((schema, index) => this.#isSame(schema as Schema, right[index] as Schema))
      );
    const schemaOf = (value: unknown): Schema =>
      typeof value === "string" ? { $ref: value } : (value as Schema);
    return this.#isSame(schemaOf(left), schemaOf(right));
  }
}
