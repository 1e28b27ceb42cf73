/** The major and minor number of a version. */
export type Release = readonly [major: number, minor: number];

/**
 * Whether a version, or every one that a range allows, is older than a release; false where that is not certain, as of
 * `>=1` or `latest`.
 */
export function isOlder(range: string, [major, minor]: Release): boolean {
  return range.split("||").every((part) => {
    const [, sign = "", first, second] = simpleRange.exec(part.trim()) ?? [];
    if (first === undefined || Number(first) > major) return false;
    if (Number(first) < major) return true;
    // ^1.0.0 allows 1.2, and so does 1
    return sign !== "^" && second !== undefined && Number(second) < minor;
  });
}

/** A version, with or without a sign before it, of which parts may be left open. */
const simpleRange = /^([~^]?)[=v]?(\d+)(?:\.(?:(\d+)|[x*]))?(?:\.(?:\d+|[x*]))?(?:-[\w.-]+)?$/;
