/**
 * Equality of JSON values as JSON Schema defines it (Core, chapter 4.2.2): the order of object members does not matter.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  }
  if (Array.isArray(b)) return false;
  const entries = Object.entries(a);
  return (
    entries.length === Object.keys(b).length &&
    entries.every(
      ([key, value]) => Object.hasOwn(b, key) && deepEqual(value, (b as Record<string, unknown>)[key]),
    )
  );
}

/**
 * Whether two items are equal as JSON values; `uniqueItems`. Takes time proportional to the size of the items, so that
 * a long array in a hostile message cannot stop a consumer, as comparing all pairs would.
 */
export function hasDuplicates(items: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const item of items) {
    const key = typeof item === "object" && item !== null ? `object ${canonicalText(item)}` : item;
    const unambiguous =
      typeof key === "string" && key !== item ? key : typeof item === "string" ? `string ${item}` : item;
    if (seen.has(unambiguous)) return true;
    seen.add(unambiguous);
  }
  return false;
}

/** JSON text with the members of each object sorted by name: equal for equal values only. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalText(inner)}`).join()}}`;
}

/**
 * Whether a number is an integer multiple of another one, as decimals; `multipleOf`. 4.35 is 435 times 0.01, although
 * their nearest doubles do not divide exactly.
 */
export function isMultiple(value: number, divisor: number): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  if (!Number.isFinite(value)) return false;
  const [left, right] = [decimal(value), decimal(divisor)];
  const exponent = Math.min(left.exponent, right.exponent);
  return scaled(left, exponent) % scaled(right, exponent) === 0n;
}

/** `digits` × 10^`exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** The shortest decimal that reads as this double, which is its JSON text. */
function decimal(value: number): Decimal {
  const [number = "0", power = "0"] = value.toString().split("e");
  const [whole = "0", fraction = ""] = number.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}

/** The length of a string as JSON Schema counts it: in Unicode code points (Validation, chapter 6.3). */
export function textLength(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (text.charCodeAt(index) >= 0xd800 && text.charCodeAt(index) <= 0xdbff) {
      const next = text.charCodeAt(index + 1);
      if (next >= 0xdc00 && next <= 0xdfff) {
        length -= 1;
        index += 1;
      }
    }
  }
  return length;
}

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
