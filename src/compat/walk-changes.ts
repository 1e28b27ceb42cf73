import { canonicalText } from "../../templates/runtime/has-duplicates.js";
import type { Json } from "../contract/json.js";
import type { Definition, Location, Schema, SchemaMap, SchemaObject } from "../contract/schema.js";
import type { Change, ChangeKind, ChangePlace } from "./change.js";
import type { Step } from "./edit.js";
import { schemaText } from "./node-key.js";
import { pairBranches } from "./pair-branches.js";

type Definitions = ReadonlyMap<Location, Definition>;

/** A schema and where it stands. */
interface Placed extends ChangePlace {
  readonly schema: Schema;
}

/**
 * Every difference between two schemas, in the order of the new one. Walks both side by side, through references that
 * both have at the same place, each pair of definitions once.
 */
export function walkChanges(
  before: { readonly location: Location; readonly definitions: Definitions },
  after: { readonly location: Location; readonly definitions: Definitions },
): readonly Change[] {
  const walker = new Walker(before.definitions, after.definitions);
  walker.definitions(before.location, after.location);
  return walker.changes;
}

/** Keywords that hold one value that is compared as a whole. */
const whole = [
  "const",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "format",
  "maxItems",
  "minItems",
  "uniqueItems",
  "minContains",
  "maxContains",
  "maxProperties",
  "minProperties",
  "dependentRequired",
] as const;

/** Keywords that hold one schema, in which changes mean what they mean outside. */
const inner = [
  "items",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "propertyNames",
] as const;

/** Keywords that hold schemas of which a change may mean its opposite, or depends on others. */
const conditional = ["not", "if", "then", "else", "contains"] as const;

class Walker {
  readonly changes: Change[] = [];
  readonly #old: Definitions;
  readonly #new: Definitions;
  readonly #seen = new Set<string>();

  constructor(before: Definitions, after: Definitions) {
    this.#old = before;
    this.#new = after;
  }

  definitions(before: Location, after: Location): void {
    const pair = `${before}\n${after}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    this.#schemas(
      { location: before, path: [], schema: this.#old.get(before)?.schema ?? true },
      { location: after, path: [], schema: this.#new.get(after)?.schema ?? true },
    );
  }

  #schemas(before: Placed, after: Placed): void {
    const [left, right] = [before.schema, after.schema];
    if (typeof left === "boolean" || typeof right === "boolean") {
      if (left !== right) this.#replace("schema-changed", "the schema is another one", before, after, []);
      return;
    }
    this.#references(before, left, after, right);
    this.#types(before, left, after, right);
    this.#lists(before, left, after, right);
    for (const keyword of whole) this.#value(before, left[keyword], after, right[keyword], keyword);
    for (const keyword of conditional) this.#value(before, left[keyword], after, right[keyword], keyword);
    for (const keyword of inner) this.#inner(before, left, after, right, keyword);
    for (const keyword of ["properties", "patternProperties", "dependentSchemas"] as const)
      this.#members(before, left, after, right, keyword);
    for (const keyword of ["allOf", "anyOf", "oneOf", "prefixItems"] as const)
      this.#branches(before, left, after, right, keyword);
  }

  #references(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    if (left.$ref !== undefined && right.$ref !== undefined) this.definitions(left.$ref, right.$ref);
    else this.#value(before, left.$ref, after, right.$ref, "$ref");
  }

  #types(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    const text = (types: readonly string[] | undefined): string => types?.join(" or ") ?? "anything";
    const [from, to] = [left.type && [...left.type].sort(), right.type && [...right.type].sort()];
    if (JSON.stringify(from) === JSON.stringify(to)) return;
    this.#replace("type-changed", `type ${text(left.type)} is ${text(right.type)} now`, before, after, [
      "type",
    ]);
  }

  /** Values of `enum` and names of `required`: each that is on one side only. */
  #lists(before: Placed, left: SchemaObject, after: Placed, right: SchemaObject): void {
    for (const keyword of ["enum", "required"] as const) {
      const [from, to]: readonly (readonly Json[] | undefined)[] = [left[keyword], right[keyword]];
      if (keyword === "enum" && (from === undefined || to === undefined)) {
        this.#value(before, from, after, to, keyword);
        continue;
      }
      const [old, now] = [from ?? [], to ?? []];
      for (const value of missing(now, old)) this.#listed(before, old, after, now, keyword, value, "added");
      for (const value of missing(old, now)) this.#listed(before, old, after, now, keyword, value, "removed");
    }
  }

  #listed(
    before: ChangePlace,
    old: readonly Json[],
    after: ChangePlace,
    now: readonly Json[],
    keyword: "enum" | "required",
    value: Json,
    how: "added" | "removed",
  ): void {
    const text = JSON.stringify(value);
    const title =
      keyword === "enum"
        ? `enum value ${text} ${how}`
        : `property ${text} is ${how === "added" ? "required now" : "no longer required"}`;
    const [without, withIt] = how === "added" ? [now, old] : [old, now];
    const fewer = without.filter((each) => canonicalText(each) !== canonicalText(value));
    const more = [...withIt, value];
    this.changes.push({
      kind: `${keyword === "enum" ? "enum-value" : "required"}-${how}`,
      title,
      old: at(before, keyword),
      new: at(after, keyword),
      undo: edit(after, [keyword], how === "added" ? fewer : more),
      redo: edit(before, [keyword], how === "added" ? more : fewer),
    });
  }

  #value(before: ChangePlace, left: unknown, after: ChangePlace, right: unknown, keyword: string): void {
    const isPlain = (whole as readonly string[]).includes(keyword) || keyword === "enum";
    if (left === right || (isPlain ? isEqual(left, right) : this.#isSame(left, right))) return;
    const shown = (value: unknown): string => (typeof value === "object" ? "" : ` ${JSON.stringify(value)}`);
    const [kind, title] = addedOrRemoved(left, right, keyword, shown);
    this.#replace(kind, title, before, after, [keyword], left, right);
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
    const [from, to]: readonly SchemaMap[] = [left[keyword] ?? {}, right[keyword] ?? {}];
    const what = keyword === "properties" ? "property" : keyword;
    for (const name of new Set([...Object.keys(to ?? {}), ...Object.keys(from ?? {})])) {
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

  /** Branches of the same text belong together, then those at the same place; what is left was added or removed. */
  #branches(
    before: Placed,
    left: SchemaObject,
    after: Placed,
    right: SchemaObject,
    keyword: "allOf" | "anyOf" | "oneOf" | "prefixItems",
  ): void {
    const [from, to] = [left[keyword] ?? [], right[keyword] ?? []];
    if (keyword === "prefixItems" || from.length === to.length) {
      if (from.length !== to.length) this.#value(before, left[keyword], after, right[keyword], keyword);
      else {
        const pairs =
          keyword === "prefixItems"
            ? from.map((_, at) => [at, at] as const)
            : pairBranches(from, to, this.#isSame);
        for (const [old, now] of pairs)
          this.#schemas(
            into(before, from[old] ?? true, keyword, old),
            into(after, to[now] ?? true, keyword, now),
          );
      }
      return;
    }
    if (left[keyword] === undefined || right[keyword] === undefined) {
      this.#value(before, left[keyword], after, right[keyword], keyword);
      return;
    }
    for (const [index, schema] of to.entries()) {
      if (from.some((each) => this.#isSame(each, schema))) continue;
      const [undo, redo] = [to.filter((_, each) => each !== index), [...from, schema]];
      this.#branch("added", before, after, keyword, undo, redo);
    }
    for (const [index, schema] of from.entries()) {
      if (to.some((each) => this.#isSame(schema, each))) continue;
      const [undo, redo] = [[...to, schema], from.filter((_, each) => each !== index)];
      this.#branch("removed", before, after, keyword, undo, redo);
    }
  }

  #branch(
    how: "added" | "removed",
    before: ChangePlace,
    after: ChangePlace,
    keyword: string,
    undo: readonly Schema[],
    redo: readonly Schema[],
  ): void {
    this.changes.push({
      kind: `branch-${how}`,
      title: `a branch of ${keyword} ${how}`,
      old: at(before, keyword),
      new: at(after, keyword),
      undo: edit(after, [keyword], undo),
      redo: edit(before, [keyword], redo),
    });
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
    this.changes.push({
      kind,
      title,
      old: at(before, ...path),
      new: at(after, ...path),
      undo: edit(after, path, left),
      redo: edit(before, path, right),
    });
  }

  /** Whether both say the same, annotations aside, through references that both have. */
  readonly #isSame = (left: unknown, right: unknown): boolean => {
    if (left === undefined || right === undefined) return left === right;
    const reference = (schema: unknown): unknown => (typeof schema === "string" ? { $ref: schema } : schema);
    return schemaText(reference(left), this.#old) === schemaText(reference(right), this.#new);
  };
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right;
  return canonicalText(left as Json) === canonicalText(right as Json);
}

function addedOrRemoved(
  left: unknown,
  right: unknown,
  keyword: string,
  shown: (value: unknown) => string,
): readonly [ChangeKind, string] {
  if (left === undefined) return ["keyword-added", `${keyword}${shown(right)} added`];
  if (right === undefined) return ["keyword-removed", `${keyword}${shown(left)} removed`];
  const isShort = shown(left) !== "" && shown(right) !== "";
  return [
    "keyword-changed",
    isShort ? `${keyword}${shown(left)} is${shown(right)} now` : `${keyword} changed`,
  ];
}

/** What the first list has and the second has not. */
function missing(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const keys = new Set(other.map(canonicalText));
  return list.filter((value) => !keys.has(canonicalText(value)));
}

function into(place: ChangePlace, schema: Schema, ...path: readonly Step[]): Placed {
  return { location: place.location, path: [...place.path, ...path], schema };
}

function at(place: ChangePlace, ...path: readonly Step[]): ChangePlace {
  return { location: place.location, path: [...place.path, ...path] };
}

function edit(place: ChangePlace, path: readonly Step[], value: unknown): Change["undo"] {
  return { location: place.location, path: [...place.path, ...path], value };
}

function own(map: SchemaMap | undefined, name: string): Schema | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function valueIn(schema: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<Step, unknown> | undefined)?.[step], schema);
}
