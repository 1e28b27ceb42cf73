import { appendTo } from "../code/append-to.js";
import {
  appliedSchemas,
  areExhaustive,
  type Branches,
  type Condition,
  type When,
  whenKey,
} from "./applied-schemas.js";
import { areExclusiveWays, branches, decision, metTogether, type Ways } from "./cases.js";
import { closeLoosely } from "./close-loosely.js";
import type { ClosedDefinitions } from "./closed-definitions.js";
import { type Describers, describersOf } from "./describers.js";
import { describesItself, isExplicit, type Shape } from "./object-shape.js";
import type { Schema, SchemaObject } from "./schema.js";
import { isAccounted, type Slot, slotSchema, slotsOf } from "./slots.js";
import { branchesOf, under } from "./union-cases.js";

/** Slots that schemas describe under the same conditions, in the same order. */
interface Group {
  readonly when: readonly Ways[];
  readonly slots: (readonly [Slot, Describers])[];
}

/**
 * How a closed form says what holds for the branch that a value is valid under: by a condition for each branch, of which
 * only that one's failures are reported, or by alternatives, of which a proof takes one after the other.
 */
export type UnionForm = "conditions" | "alternatives";

/**
 * Closes schemas that apply to one value together with all that applies in place. They stay as written, since a closed
 * branch of `oneOf`, `not` or `if` could make the whole accept more. What none of them evaluates is refused beside
 * them, and further schemas, whose annotations `unevaluatedProperties` does not see, close what is inside.
 */
export class TogetherCloser {
  readonly #made: ClosedDefinitions;
  /** Closes a schema that alone describes something. */
  readonly #closeOne: (schema: Schema) => Schema;

  readonly #unions: UnionForm;

  constructor(made: ClosedDefinitions, closeOne: (schema: Schema) => Schema, unions: UnionForm) {
    this.#made = made;
    this.#closeOne = closeOne;
    this.#unions = unions;
  }

  close(roots: readonly Schema[]): Schema {
    const [root] = roots;
    const single = roots.length === 1 && typeof root === "object" ? root : undefined;
    const rests = this.#rests(roots);
    const shape = this.#made.shapeOf(always(roots), rests);
    const isClosed = shape.silent && (single === undefined || !isExplicit(single));
    const own = single !== undefined && rests.delete(single);
    const inside = [...[...rests].map((schema) => this.#closeRest(schema)), ...this.#inside(shape, isClosed)];
    const written = own ? this.#closeRest(single) : this.#open(roots);
    const whole = isClosed
      ? { ...written, ...withMentioned(written, shape), unevaluatedProperties: false }
      : written;
    return inside.length === 0 ? whole : { allOf: [whole, ...inside] };
  }

  #open(roots: readonly Schema[]): SchemaObject {
    const [root] = roots;
    if (roots.length === 1 && typeof root === "object") return this.#made.open(root);
    return { allOf: roots.map((each) => this.#made.open(each)) };
  }

  /** Closes schemas that surely describe the same. */
  #closeAll(schemas: readonly Schema[]): Schema {
    const [first = true, second] = schemas;
    if (second === undefined) return this.#closeOne(first);
    return this.#made.combine(`all ${this.#made.numbersOf(schemas)}`, schemas, () => this.close(schemas));
  }

  #closeLoosely(certain: readonly Schema[], perhaps: readonly Schema[], isDescribed: boolean): Schema {
    return closeLoosely(certain, perhaps, isDescribed, this.#made, (schemas) => this.#closeAll(schemas));
  }

  /**
   * The schemas that always apply, that say what the rest of the members or items is, and beside which nothing else
   * describes any: what they say of the rest can be closed where it stands.
   */
  #rests(roots: readonly Schema[]): Set<SchemaObject> {
    const found = new Set<SchemaObject>();
    const { opens, resolve } = this.#made;
    for (const kind of ["object", "array"] as const) {
      const keyword = kind === "object" ? "unevaluatedProperties" : "unevaluatedItems";
      const applied = [...appliedSchemas(always(roots), kind, resolve)];
      for (const { schema, when } of applied) {
        if (when?.length !== 0 || !opens(schema[keyword] ?? true)) continue;
        const inside = new Set<Schema>();
        for (const each of appliedSchemas(always([schema]), kind, resolve)) inside.add(each.schema);
        if (applied.every((each) => inside.has(each.schema) || !describesItself(each.schema)))
          found.add(schema);
      }
    }
    return found;
  }

  /** A schema as written, but for what it says of members and items that nothing else evaluates. */
  #closeRest(schema: SchemaObject): SchemaObject {
    const { unevaluatedProperties: members, unevaluatedItems: items } = schema;
    return {
      ...this.#made.open(schema),
      ...(members === undefined ? {} : { unevaluatedProperties: this.#closeOne(members) }),
      ...(items === undefined ? {} : { unevaluatedItems: this.#closeOne(items) }),
    };
  }

  /** Schemas that close the members and items of a shape. */
  #inside(shape: Shape, isClosed: boolean): Schema[] {
    const slots = [...slotsOf(shape)].map(([slot, applied]): [Slot, Describers] => [
      slot,
      describersOf(applied, isClosed && isAccounted(slot, shape), this.#made),
    ]);
    return this.#restricted(slots, shape);
  }

  /** Schemas that close slots, those that the branches of one union describe together. */
  #restricted(slots: readonly (readonly [Slot, Describers])[], shape: Shape): Schema[] {
    const unconditional: [Slot, Schema][] = [];
    const unions = new Map<Branches, (readonly [Slot, Describers])[]>();
    const groups = new Map<string, Group>();
    for (const [slot, describers] of slots) {
      const { cases } = describers;
      const union = branchesOf(cases);
      if (cases.length === 0) unconditional.push([slot, this.#given(describers, [])]);
      else if (union !== undefined) appendTo(unions, union, [slot, describers] as const);
      else {
        const when = cases.map((each) => each.when);
        const key = JSON.stringify(when.map((ways) => ways.map((way) => this.#keyOf(way))));
        const group = groups.get(key) ?? { when, slots: [] };
        groups.set(key, group);
        group.slots.push([slot, describers]);
      }
    }
    const base = slotSchema(unconditional, shape);
    return [
      base,
      ...[...unions].flatMap(([union, some]) => this.#byBranches(union, some, shape)),
      ...[...groups.values()].flatMap((group) => this.#byCases(group, shape)),
    ].filter((each) => each !== true && Object.keys(each).length > 0);
  }

  /** Closes slots by the only branch that a value is valid under. */
  #byBranches(union: Branches, slots: readonly (readonly [Slot, Describers])[], shape: Shape): Schema[] {
    const inside = union.conditions.map((condition) =>
      this.#restricted(
        slots.map(([slot, describers]) => [slot, under(condition, describers)]),
        shape,
      ),
    );
    const cases = union.conditions.map((condition, index) => ({
      condition: this.#written(condition, union),
      closed: allOf(inside[index] ?? []),
    }));
    if (this.#unions === "conditions")
      return cases.map(({ condition, closed }) => branches(condition, closed, true));
    if (cases.every(({ closed }) => closed === true)) return [];
    const met = cases.map(({ condition, closed }) => allOf([condition, closed]));
    return [{ anyOf: [...met, { type: union.kind === "object" ? notObjects : notArrays }] }];
  }

  /** What restricts a slot where these schemas describe it beside the certain ones. */
  #given({ certain, perhaps, isDescribed }: Describers, met: readonly Schema[]): Schema {
    const schemas = [...new Set([...certain, ...met])];
    if (perhaps.length === 0) return this.#closeAll(schemas);
    return this.#closeLoosely(schemas, perhaps, isDescribed);
  }

  /** Closes slots by the cases that are met: one by one where no two can be, else by all that are met together. */
  #byCases({ when, slots }: Group, shape: Shape): Schema[] {
    const restricted = (restrict: (describers: Describers) => Schema): Schema => {
      const schema = slotSchema(
        slots.map(([slot, describers]) => [slot, restrict(describers)]),
        shape,
      );
      return Object.keys(schema).length === 0 || schema;
    };
    const closed = (met: readonly number[]): Schema =>
      restricted((each) =>
        this.#given(
          each,
          met.flatMap((index) => each.cases[index]?.schemas ?? []),
        ),
      );
    const conditions = when.map((ways) => anyOf(ways.map((way) => this.#conditionsOf(way))));
    if (areExclusiveWays(when)) {
      const apart = conditions.map((condition, index) => branches(condition, closed([index]), true));
      return areExhaustive(when.flat()) ? apart : [...apart, branches(anyOf(conditions), true, closed([]))];
    }
    const sets = metTogether(when);
    if (sets !== undefined) return [decision(sets, conditions, closed)];
    const loose = restricted(({ certain, cases, perhaps }) =>
      this.#closeLoosely(certain, [...cases.flatMap(({ schemas }) => schemas), ...perhaps], true),
    );
    return [branches(anyOf(conditions), loose, closed([]))];
  }

  #conditionsOf(when: When): Schema {
    return allOf((when ?? []).map((each) => this.#condition(each)));
  }

  #condition(condition: Condition): Schema {
    if (condition.kind === "has") return { type: ["object"], required: [condition.name] };
    if (condition.kind === "fails") return { not: this.#made.written(condition.schema) };
    return this.#written(condition.schema, condition.branches);
  }

  #written(condition: Schema, branches: Branches | undefined): Schema {
    return branches?.areDiscriminated ? condition : this.#made.written(condition);
  }

  #keyOf(when: When): string {
    return whenKey(when ?? [], (schema) => this.#made.numberOf(schema));
  }
}

function always(schemas: readonly Schema[]): { readonly schema: Schema; readonly when: When }[] {
  return schemas.map((schema) => ({ schema, when: [] }));
}

function allOf(schemas: readonly Schema[]): Schema {
  const [only = true, another] = schemas.filter((schema) => schema !== true);
  return another === undefined ? only : { allOf: schemas.filter((schema) => schema !== true) };
}

function anyOf(schemas: readonly Schema[]): Schema {
  const [only = true, another] = schemas;
  return another === undefined ? only : { anyOf: schemas };
}

/** The properties of a schema with those that some schema in place requires and none describes: they may be anything. */
function withMentioned({ properties }: SchemaObject, { mentioned }: Shape): Pick<SchemaObject, "properties"> {
  if (mentioned.length === 0) return {};
  return {
    properties: { ...properties, ...Object.fromEntries(mentioned.map((name) => [name, true] as const)) },
  };
}

const notObjects = ["array", "boolean", "null", "number", "string"] as const;
const notArrays = ["boolean", "null", "number", "object", "string"] as const;
