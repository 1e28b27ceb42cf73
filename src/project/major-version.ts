/** The first number of a version or of a range of versions: 2 of `2.1.0` and of `^2.1.0`. */
export function majorOf(version: string | undefined): number | undefined {
  const [digits] = /\d+/.exec(version ?? "") ?? [];
  return digits === undefined ? undefined : Number(digits);
}
