import { toError } from "../errors/to-error.js";
import { isReject } from "../retry/reject.js";
import type { InboxVerdict } from "./batch-inbox.js";
import type { HandlerOutcome } from "./handler-call.js";

/** What becomes of one message of a batch. */
export type Fate =
  | { readonly kind: "handled" | "duplicate" | "abandoned" }
  | { readonly kind: "failed"; readonly error: unknown };

/** What is known of a batch when its handler's call has ended; the maps are by the messages' places in it. */
export interface BatchEnd {
  readonly size: number;
  readonly outcome: HandlerOutcome;
  /** What the handler marked as failed, and why. */
  readonly marks: ReadonlyMap<number, unknown>;
  readonly verdicts: ReadonlyMap<number, InboxVerdict>;
}

/** What becomes of each message, by their places. */
export function fatesOf(end: BatchEnd): readonly Fate[] {
  const fates: Fate[] = [];
  for (let place = 0; place < end.size; place += 1) fates.push(fateOf(place, end, fates));
  return fates;
}

function fateOf(place: number, { outcome, marks, verdicts }: BatchEnd, before: readonly Fate[]): Fate {
  if (outcome.kind === "abandoned") return { kind: "abandoned" };
  const verdict = verdicts.get(place);
  if (verdict?.kind === "duplicate") return { kind: "duplicate" };
  if (verdict?.kind === "copy") {
    const first = before[verdict.of];
    return first === undefined || first.kind === "handled" ? { kind: "duplicate" } : first;
  }
  if (marks.has(place)) return { kind: "failed", error: marks.get(place) };
  if (verdict?.kind === "failed") return { kind: "failed", error: verdict.error };
  return outcome.kind === "threw" ? { kind: "failed", error: outcome.error } : { kind: "handled" };
}

/**
 * A batch is one call, however many messages it has: it failed if none of them was handled and one failed other than by
 * a rejection on purpose. Gives the place of that one, and why; `undefined` is a success.
 */
export function failureOf(
  fates: readonly Fate[],
): { readonly place: number; readonly cause: Error } | undefined {
  if (fates.some(({ kind }) => kind === "handled")) return undefined;
  for (const [place, fate] of fates.entries()) {
    if (fate.kind !== "failed") continue;
    const cause = toError(fate.error);
    if (!isReject(cause)) return { place, cause };
  }
  return undefined;
}
