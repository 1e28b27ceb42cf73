import { toError } from "../errors/amqplib-error.js";
import { isReject } from "../retry/retry.js";
import type { Inbox, InboxSource } from "./consumer-options.js";
import type { HandlerOutcome } from "./delivery.js";

/** The outcome of one message of a batch. */
export type Fate =
  | { readonly kind: "handled" | "duplicate" | "abandoned" }
  | { readonly kind: "failed"; readonly error: unknown };

/** The state of a batch after its handler call ended; the maps are keyed by the messages' positions. */
export interface BatchEnd {
  readonly size: number;
  readonly outcome: HandlerOutcome;
  /** What the handler marked as failed, and why. */
  readonly marks: ReadonlyMap<number, unknown>;
  readonly verdicts: ReadonlyMap<number, InboxVerdict>;
}

/** The outcome of each message, by position. */
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
 * A batch is one call, however many messages it has: it failed if no message was handled and at least one failed other
 * than by a deliberate rejection. Returns that message's position and error; `undefined` is a success.
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

/** What an inbox reports about one message of a batch, apart from it being new. */
export type InboxVerdict =
  | { readonly kind: "duplicate" }
  /** A second delivery of the message at that position of the same batch. */
  | { readonly kind: "copy"; readonly of: number }
  | { readonly kind: "failed"; readonly error: unknown };

/** What the inbox reports about the messages of a batch, by position. */
export type InboxVerdicts = Map<number, InboxVerdict>;

/** Consults an inbox for the batches of one consumer. */
export class BatchInbox {
  readonly #inbox: Inbox;
  /** Messages being handled: a call that timed out may continue while the next batch starts. */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /**
   * Calls `handle` with the positions of the new messages, and marks as done those that the returned promise names.
   * Messages without an id are always new. Fills `verdicts` along the way.
   */
  async pass(
    ids: readonly (string | undefined)[],
    source: InboxSource,
    verdicts: InboxVerdicts,
    handle: (places: readonly number[]) => Promise<(place: number) => boolean>,
  ): Promise<void> {
    await Promise.all(this.#firsts(ids, verdicts).map((place) => this.#ask(ids, place, source, verdicts)));
    const fresh = [...ids.keys()].filter((place) => !verdicts.has(place));
    if (fresh.length === 0) return;
    const noted = fresh.filter((place) => ids[place] !== undefined);
    const keys = noted.map((place) => keyOf(source, ids[place]));
    const work = handle(fresh);
    const quiet = work.then(
      () => {},
      () => {},
    );
    for (const key of keys) this.#running.set(key, quiet);
    try {
      const isDone = await work;
      await Promise.all(noted.filter(isDone).map((place) => this.#note(ids, place, source, verdicts)));
    } finally {
      for (const key of keys) if (this.#running.get(key) === quiet) this.#running.delete(key);
    }
  }

  /** The positions of the messages that have an id, each id once. */
  #firsts(ids: readonly (string | undefined)[], verdicts: InboxVerdicts): readonly number[] {
    const places = new Map<string, number>();
    for (const [place, id] of ids.entries()) {
      if (id === undefined) continue;
      const first = places.get(id);
      if (first === undefined) places.set(id, place);
      else verdicts.set(place, { kind: "copy", of: first });
    }
    return [...places.values()];
  }

  async #ask(
    ids: readonly (string | undefined)[],
    place: number,
    source: InboxSource,
    verdicts: InboxVerdicts,
  ): Promise<void> {
    const key = keyOf(source, ids[place]);
    try {
      for (let other = this.#running.get(key); other; other = this.#running.get(key)) await other;
      if (await this.#inbox.seen(ids[place] ?? "", source)) verdicts.set(place, { kind: "duplicate" });
    } catch (error) {
      verdicts.set(place, { kind: "failed", error });
    }
  }

  async #note(
    ids: readonly (string | undefined)[],
    place: number,
    source: InboxSource,
    verdicts: InboxVerdicts,
  ): Promise<void> {
    try {
      await this.#inbox.done(ids[place] ?? "", source);
    } catch (error) {
      verdicts.set(place, { kind: "failed", error });
    }
  }
}

function keyOf({ event }: InboxSource, id: string | undefined): string {
  return JSON.stringify([event, id]);
}
