import type { VersionStatus } from "./model.js";

/** The status of a version in one word, and details such as its sunset date. */
export function statusWords({ kind, sunset, replacedBy, publication }: VersionStatus): {
  readonly badge: string;
  readonly more: readonly string[];
} {
  return {
    badge: kind,
    more: [
      ...(replacedBy === undefined ? [] : [`replaced by ${replacedBy}`]),
      ...(sunset === undefined ? [] : [`may be removed after ${sunset}`]),
      ...(publication === undefined
        ? []
        : [publication === "not-yet" ? "not published yet" : "no longer published"]),
    ],
  };
}
