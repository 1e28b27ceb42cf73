import { roundedNumbers } from "../contract/rounded-numbers.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { type PlacedSchema, schemasOf } from "./placed-schema.js";

const known = new WeakMap<LintSubject, readonly PlacedSchema[]>();

/** The schemas about which something can be proved: those whose numbers are read as they are written. */
export function provableSchemas(subject: LintSubject): readonly PlacedSchema[] {
  const found = known.get(subject) ?? findProvable(subject);
  known.set(subject, found);
  return found;
}

function findProvable(subject: LintSubject): readonly PlacedSchema[] {
  const all = schemasOf(subject);
  const rounded = new Set(
    [...new Set(all.map(({ source }) => source))].filter(isRounded).map(({ path }) => path),
  );
  if (rounded.size === 0) return all;
  const pathOf = (location: string): string => location.slice(0, location.indexOf("#"));
  return all.filter(
    (placed) =>
      !rounded.has(placed.source.path) &&
      ![...evaluationOf(subject).reachedFrom(placed)].some((location) => rounded.has(pathOf(location))),
  );
}

function isRounded(source: PlacedSchema["source"]): boolean {
  return roundedNumbers(source).some(({ pointer }) => !/\/(?:default|examples)(?:\/|$)/.test(pointer));
}
