import type { Break, Rollout } from "../findings/finding.js";

/** Who is meant by a direction, in words for somebody who has never heard of it. */
export const sides = {
  backward: {
    who: "consumers that upgrade first",
    why: "Old publishers send it, and it may be in the queues; updated consumers reject it:",
  },
  forward: {
    who: "consumers that do not upgrade",
    why: "Updated publishers send it; consumers that did not upgrade reject it:",
  },
  wire: {
    who: "consumers",
    why: "The message does not come to the queues that it came to before:",
  },
} as const satisfies Record<Break["direction"], { readonly who: string; readonly why: string }>;

/** In which order to deploy, in words. */
export const rollouts: Readonly<Record<Rollout, string>> = {
  "any-order": "in any order",
  "consumers-first": "consumers first, then publishers",
  "publishers-first": "publishers first, then consumers, once no old message is queued",
  together: "publishers and consumers at once, with empty queues",
  "new-version": "as a new version; in place no order is safe",
};

/** `breaks consumers that upgrade first`, or `may break` what is not decided. */
export function whoBreaks({ direction, verdict }: Break): string {
  return `${verdict === "refuted" ? "breaks" : "may break"} ${sides[direction].who}`;
}

/** `1 event`, `2 events`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
