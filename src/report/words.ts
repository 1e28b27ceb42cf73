import type { Break, Rollout } from "../findings/finding.js";

/** The affected side of a direction, in words for readers who do not know the terms. */
export const sides = {
  backward: {
    who: "consumers that upgrade first",
    why: "Old publishers still send this, and it may be queued; updated consumers reject it:",
  },
  forward: {
    who: "consumers that do not upgrade",
    why: "Updated publishers send this; consumers that do not upgrade reject it:",
  },
  wire: {
    who: "consumers",
    why: "The message no longer reaches these queues:",
  },
} as const satisfies Record<Break["direction"], { readonly who: string; readonly why: string }>;

/** The deployment order in words. */
export const rollouts: Readonly<Record<Rollout, string>> = {
  "any-order": "in any order",
  "consumers-first": "consumers first, then publishers",
  "publishers-first": "publishers first, then consumers, once no old message is queued",
  together: "publishers and consumers together, with empty queues",
  "new-version": "as a new version; no rollout order is safe in place",
};

/** `breaks consumers that upgrade first`, or `may break` if undecided. */
export function whoBreaks({ direction, verdict }: Break): string {
  return `${verdict === "refuted" ? "breaks" : "may break"} ${sides[direction].who}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
