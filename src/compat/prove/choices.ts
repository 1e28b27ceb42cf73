import type { Option } from "./atom.js";
import type { Choice, Expanded } from "./expand.js";

/** A choice without options: a contradiction. */
export const noOption: Choice = { options: [] };

/** Where one option excludes the others, the most is known as soon as it is chosen. */
export function isBetter(one: Choice, other: Choice): boolean {
  if ((one.telling ?? false) !== (other.telling ?? false)) return one.telling ?? false;
  return one.options.length < other.options.length;
}

/** The ways in which an expansion can be true, one option each: its items with one option of its one choice. */
export function optionsOf({ items, choices }: NonNullable<Expanded>): readonly Option[] {
  const [choice] = choices;
  return choice === undefined ? [items] : choice.options.map((option) => [...items, ...option]);
}
