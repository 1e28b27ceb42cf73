import { isObject } from "../json/json.js";
import { discriminatorsOf, type ListedMembers, listedMembers, listNothingInCommon } from "./discriminator.js";
import type { Location, Schema, SchemaObject } from "./schema.js";

/** Something that has to hold for a value so that a schema applies to it. */
export type Condition =
  | {
      readonly kind: "holds";
      readonly schema: Schema;
      readonly branches?: Branches;
      readonly listed?: ListedMembers;
    }
  /** An `else`. */
  | { readonly kind: "fails"; readonly schema: Schema }
  /** A dependent schema. */
  | { readonly kind: "has"; readonly name: string };

/** The branches of an `anyOf` or `oneOf`. */
export interface Branches {
  readonly kind: "object" | "array";
  readonly all: readonly Schema[];
  /** Conditions of all that accept values of the kind in question. */
  readonly conditions: readonly Schema[];
  /** True if the conditions only concern what distinguishes the branches. */
  readonly areDiscriminated: boolean;
  /** True when no two of them hold. */
  readonly exclusive: boolean;
}

/** All that has to hold, nothing for a schema that always applies; `undefined` where no condition says it. */
export type When = readonly Condition[] | undefined;

/** A schema that applies to a value under conditions. */
export interface Applied<Kind extends Schema = Schema> {
  readonly schema: Kind;
  readonly when: When;
}

/** More conditions than this inside of each other are not followed. */
const mostConditions = 6;

/** A schema that applies in more ways than this applies in ways that no condition says. */
const mostWays = 16;

/**
 * All schema objects that apply to the same value as the roots, parents first, through references and everything in
 * place but `not`. Branches that accept no value of the kind are left out, so that the only other one always applies.
 */
export function* appliedSchemas(
  roots: readonly Applied[],
  kind: "object" | "array",
  resolve: (location: Location) => Schema,
): Generator<Applied<SchemaObject>> {
  const ways = new Map<Schema, Set<string>>();
  const numbers = new Map<Schema, number>();
  const numberOf = (schema: Schema): number => {
    const number = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, number);
    return number;
  };
  const required = new Set<string>();
  const pending = [...roots].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema } = next;
    if (typeof schema === "boolean") continue;
    const known = ways.get(schema) ?? new Set();
    ways.set(schema, known);
    const when = known.size < mostWays ? next.when : undefined;
    const way = when === undefined ? somehow : whenKey(when, numberOf);
    // What applies always, or in ways that no condition says, does so beside any condition.
    if (known.has(way) || known.has(always) || (known.has(somehow) && way !== always)) continue;
    known.add(way);
    yield { schema, when };
    if (way === always) for (const name of schema.required ?? []) required.add(name);
    for (const inner of besides(schema, when, kind, required, resolve).reverse()) pending.push(inner);
  }
}

const always = "";
const somehow = "?";

/** Equal for the same conditions in the same order. */
export function whenKey(when: readonly Condition[], numberOf: (schema: Schema) => number): string {
  const key = (condition: Condition): string =>
    condition.kind === "has"
      ? JSON.stringify(condition.name)
      : `${condition.kind} ${numberOf(condition.schema)}`;
  return when.map(key).join(" ");
}

/**
 * What applies to the same value beside a schema's own keywords, the reference first; `required` names members that are
 * there in any case.
 */
function besides(
  schema: SchemaObject,
  when: When,
  kind: "object" | "array",
  required: ReadonlySet<string>,
  resolve: (location: Location) => Schema,
): Applied[] {
  const inner: Applied[] = schema.$ref === undefined ? [] : [{ schema: resolve(schema.$ref), when }];
  const under = (condition: Condition): When =>
    when === undefined || when.length >= mostConditions ? undefined : [...when, condition];
  for (const part of schema.allOf ?? []) inner.push({ schema: part, when });
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const all = schema[keyword] ?? [];
    const accepting = all.filter((part) => mayBe(part, kind, resolve));
    if (when === undefined || accepting.length === 1) {
      for (const part of accepting) inner.push({ schema: part, when });
      continue;
    }
    const discriminators =
      kind === "object" ? discriminatorsOf(all, accepting, schema.required, resolve) : undefined;
    const conditions = discriminators ?? accepting;
    const areDiscriminated = discriminators !== undefined;
    const branches = {
      kind,
      all,
      conditions,
      areDiscriminated,
      exclusive: areDiscriminated || keyword === "oneOf",
    };
    for (const [index, part] of accepting.entries())
      inner.push({
        schema: part,
        when: under({ kind: "holds", schema: conditions[index] ?? true, branches }),
      });
  }
  if (schema.if !== undefined) {
    const listed = listedMembers(schema.if, required, resolve);
    const met = under({ kind: "holds", schema: schema.if, listed });
    inner.push({ schema: schema.if, when: met });
    if (schema.then !== undefined) inner.push({ schema: schema.then, when: met });
    if (schema.else !== undefined)
      inner.push({ schema: schema.else, when: under({ kind: "fails", schema: schema.if }) });
  }
  for (const [name, part] of Object.entries(schema.dependentSchemas ?? {}))
    inner.push({ schema: part, when: under({ kind: "has", name }) });
  return inner;
}

/** More references than this one after the other are not looked through. */
const mostHops = 8;

/** False when a schema says by its own keywords, or by those of what it refers to, that it takes no value of the kind. */
function mayBe(schema: Schema, kind: "object" | "array", resolve: (location: Location) => Schema): boolean {
  let current = schema;
  for (let hops = 0; hops < mostHops; hops += 1) {
    if (!takes(current, kind)) return false;
    if (typeof current === "boolean") return true;
    if (current.allOf?.some((part) => !takes(part, kind))) return false;
    if (current.$ref === undefined) return true;
    current = resolve(current.$ref);
  }
  return true;
}

function takes(schema: Schema, kind: "object" | "array"): boolean {
  if (typeof schema === "boolean") return schema;
  const { type, const: constant, enum: values = constant === undefined ? undefined : [constant] } = schema;
  if (type !== undefined && !type.includes(kind)) return false;
  return (
    values === undefined ||
    values.some((value) => kind === (Array.isArray(value) ? "array" : isObject(value) ? "object" : ""))
  );
}

/** True when what meets the one meets the other, too: it has the same conditions and perhaps more. */
export function isWithin(inner: When, outer: When): boolean {
  if (inner === undefined || outer === undefined) return false;
  return outer.every((condition, index) => isSame(condition, inner[index]));
}

function isSame(one: Condition, other: Condition | undefined): boolean {
  if (other?.kind !== one.kind) return false;
  if (one.kind === "has") return other.kind === "has" && one.name === other.name;
  return other.kind !== "has" && one.schema === other.schema;
}

/** True when no value meets both. */
export function areExclusive(one: When, other: When): boolean {
  return (one ?? []).some((condition) => (other ?? []).some((each) => excludes(condition, each)));
}

function excludes(one: Condition, other: Condition): boolean {
  if (one.kind === "has" || other.kind === "has") return false;
  if (one.kind !== other.kind) return one.schema === other.schema;
  if (one.kind === "fails" || other.kind === "fails") return false;
  if (one.listed !== undefined && other.listed !== undefined && listNothingInCommon(one.listed, other.listed))
    return true;
  const { branches } = one;
  return branches?.exclusive === true && one.schema !== other.schema && branches.all === other.branches?.all;
}

/** True when each value that all else holds for meets one of these. */
export function areExhaustive(all: readonly When[]): boolean {
  const conditions = all.map((when) => (when?.length === 1 ? when[0] : undefined));
  const [first] = conditions;
  if (first?.kind !== "holds" || first.branches === undefined) return false;
  const { branches } = first;
  return branches.conditions.every((condition) =>
    conditions.some(
      (each) => each?.kind === "holds" && each.branches?.all === branches.all && each.schema === condition,
    ),
  );
}
