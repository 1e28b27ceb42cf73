import { type Applied, isWithin, type When, whenKey } from "./applied-schemas.js";
import type { ClosedDefinitions } from "./closed-definitions.js";
import type { Schema } from "./schema.js";

/** What describes one slot of a value. */
export interface Describers {
  /** What always does. */
  readonly certain: readonly Schema[];
  readonly cases: readonly Case[];
  /** What does in cases that no condition says. */
  readonly perhaps: readonly Schema[];
  /** True when something surely describes what is accepted in the slot. */
  readonly isDescribed: boolean;
}

/** Schemas that describe a slot, beside the certain ones, wherever one of these holds. */
export interface Case {
  readonly when: readonly When[];
  readonly schemas: readonly Schema[];
}

const nothing: Describers = { certain: [], cases: [], perhaps: [], isDescribed: false };

/**
 * Sorts what describes a slot. What declares nothing adds nothing, and where nothing is open there is nothing to close.
 * `isAccounted`: the slot holds only what something describes.
 */
export function describersOf(
  applied: readonly Applied[],
  isAccounted: boolean,
  made: ClosedDefinitions,
): Describers {
  if (!applied.some(({ schema }) => made.opens(schema))) return nothing;
  let isDescribed = isAccounted;
  const certain = new Map<Schema, Schema>();
  const perhaps = new Map<Schema, Schema>();
  const conditional = new Map<string, { when: When; schemas: Map<Schema, Schema> }>();
  for (const { schema, when } of applied) {
    const target = made.targetOf(schema);
    if (made.sizeOf(target) === 0) isDescribed &&= target === false;
    else if (when === undefined) perhaps.set(target, schema);
    else if (when.length === 0) certain.set(target, schema);
    else {
      const key = whenKey(when, (each) => made.numberOf(each));
      const before = conditional.get(key) ?? { when, schemas: new Map() };
      conditional.set(key, before);
      before.schemas.set(target, schema);
    }
  }
  for (const target of certain.keys()) perhaps.delete(target);
  for (const { schemas } of conditional.values())
    for (const target of [...certain.keys(), ...perhaps.keys()]) schemas.delete(target);
  return {
    certain: [...certain.values()],
    cases: casesOf(
      [...conditional.values()].map(({ when, schemas }) => ({ when, schemas: [...schemas.values()] })),
      made,
    ),
    perhaps: [...perhaps.values()],
    isDescribed,
  };
}

/** Puts together the conditions under which the same schemas apply. What applies under a condition does so under it and more. */
function casesOf(
  conditional: readonly { readonly when: When; readonly schemas: readonly Schema[] }[],
  made: ClosedDefinitions,
): Case[] {
  const cases = new Map<string, { when: When[]; schemas: readonly Schema[] }>();
  for (const { when, schemas } of conditional) {
    if (schemas.length === 0) continue;
    const outer = conditional.filter((each) => isWithin(when, each.when));
    const all = outer.flatMap((each) => each.schemas);
    const key = made.numbersOf([...new Set(all)]);
    const before = cases.get(key);
    if (before) before.when.push(when);
    else cases.set(key, { when: [when], schemas: [...new Set(all)] });
  }
  return [...cases.values()];
}
