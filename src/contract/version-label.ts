/** How the versions of a contract are labelled; each is the label of a first version, too. */
export const labelStyles = ["v1", "1", "1.0.0", "1-0-0"] as const;

/** One of {@link labelStyles}; a contract has one for all its events, `v1` by default. */
export type LabelStyle = (typeof labelStyles)[number];

/** A step from a version to the next. */
export type Bump = "major" | "minor" | "patch";

/** The steps of labels with three numbers, the largest first. */
export const bumps: readonly Bump[] = ["major", "minor", "patch"];

/** The style of labels for which a contract names none. */
export const defaultStyle: LabelStyle = "v1";

/** The style of a label; `undefined` for other texts: `v01`, `v0`, `1.0`, `0.0.0`. */
export function styleOf(label: string): LabelStyle | undefined {
  const style = labelStyles.find((each) => shapes[each].test(label));
  return style === undefined || numbersOf(label).every((number) => number === 0) ? undefined : style;
}

/** The numbers of a label: `v2` has 2, `1-0-3` has 1, 0 and 3. */
export function numbersOf(label: string): readonly number[] {
  return (label.match(/\d+/g) ?? []).map(Number);
}

/** Orders labels by their numbers, the first ones first. */
export function compareLabels(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const index = left.findIndex((number, at) => number !== right[at]);
  return index === -1 ? left.length - right.length : (left[index] ?? 0) - (right[index] ?? 0);
}

/** The label of the next version; `bump` matters to labels with three numbers only, and is `major` by default. */
export function nextLabel(label: string, bump: Bump = "major"): string {
  const numbers = numbersOf(label);
  const step = numbers.length === 1 ? 0 : bumps.indexOf(bump);
  const next = numbers.map((number, at) => (at < step ? number : at === step ? number + 1 : 0));
  let at = 0;
  return label.replace(/\d+/g, () => String(next[at++]));
}

/** The labels that may follow a version: one, or the next major, minor and patch version. */
export function nextLabels(label: string): readonly string[] {
  return numbersOf(label).length === 1 ? [nextLabel(label)] : bumps.map((bump) => nextLabel(label, bump));
}

const shapes: Readonly<Record<LabelStyle, RegExp>> = {
  v1: /^v[1-9]\d{0,8}$/,
  "1": /^[1-9]\d{0,8}$/,
  "1.0.0": /^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}$/,
  "1-0-0": /^(?:0|[1-9]\d{0,8})(?:-(?:0|[1-9]\d{0,8})){2}$/,
};
