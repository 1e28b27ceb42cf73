/**
 * What a schema evaluates of every value that it accepts (2020-12, Core, 11.2 and 11.3); absent fields mean nothing.
 */
export interface Evaluates {
  /** Property names. */
  readonly names?: readonly string[];
  /** Patterns of property names. */
  readonly patterns?: readonly string[];
  readonly allNames?: boolean;
  /** The number of items from the start. */
  readonly items?: number;
  readonly allItems?: boolean;
}

/** {@link Evaluates} in the form that generated functions use. */
export class EvaluatedParts {
  /** The index of the first unevaluated item. */
  readonly items: number;
  readonly #allNames: boolean;
  readonly #names: ReadonlySet<string>;
  readonly #patterns: readonly RegExp[];

  constructor({ names = [], patterns = [], allNames = false, items = 0, allItems = false }: Evaluates) {
    this.items = allItems ? Number.POSITIVE_INFINITY : items;
    this.#allNames = allNames;
    this.#names = new Set(names);
    this.#patterns = patterns.map((pattern) => new RegExp(pattern, "u"));
  }

  hasName(name: string): boolean {
    return this.#allNames || this.#names.has(name) || this.#patterns.some((pattern) => pattern.test(name));
  }
}

/** What valid branches evaluated, in order of evaluation: parts, and indices of items that `contains` accepts. */
export type Trail = (EvaluatedParts | number)[];

/** The property names that neither the schema itself nor its branches, from `start` in the trail on, evaluated. */
export function unevaluatedNames(
  parts: EvaluatedParts,
  value: object,
  trail: Trail = [],
  start = 0,
): string[] {
  const names = Object.keys(value).filter((name) => !parts.hasName(name));
  if (names.length === 0 || trail.length === start) return names;
  const branches = new Set(trail.slice(start));
  return names.filter(
    (name) => ![...branches].some((branch) => typeof branch === "object" && branch.hasName(name)),
  );
}

/** The indices of items that neither the schema itself nor its branches, from `start` in the trail on, evaluated. */
export function unevaluatedItems(
  parts: EvaluatedParts,
  { length }: readonly unknown[],
  trail: Trail = [],
  start = 0,
): number[] {
  const contained = new Set<number>();
  let first = parts.items;
  for (const each of start === 0 ? trail : trail.slice(start)) {
    if (typeof each === "number") contained.add(each);
    else first = Math.max(first, each.items);
  }
  const indices: number[] = [];
  for (let index = first; index < length; index += 1) if (!contained.has(index)) indices.push(index);
  return indices;
}

/** Appends to a trail what a function with a trail of its own evaluated, and removes it from there. */
export function takeEvaluated(trail: Trail, check: { evaluated?: Trail }): void {
  for (const each of check.evaluated ?? []) trail.push(each);
  check.evaluated = [];
}
