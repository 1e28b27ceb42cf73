import type { Certainty } from "../../generated/index.js";
import type { Handling } from "./handling.js";
import { emptySummary, type Summary } from "./summary.js";

const certainties: readonly Certainty[] = ["not-sent", "refused", "unknown"];
const CONFIRMED = 1;

/** The fate of each event, by its id from 0: the outcome of its publish, and where it has been seen since. */
export class Account {
  /** 0 nothing yet, 1 confirmed, 2 and on the certainties. */
  readonly #published: Uint16Array;
  /** How often the publisher lost its channel with the event in flight. */
  readonly #interrupted: Uint16Array;
  readonly #handled: Uint16Array;
  readonly #redelivered: Uint16Array;
  readonly #retried: Uint16Array;
  /** Dead letters as the consumers report them, so that an end is known before the queue is read. */
  readonly #rejected: Uint16Array;
  readonly #dead: Uint16Array;
  readonly #queued: Uint16Array;
  readonly #reasons = new Map<string, number>();
  readonly #waiting = new Set<{ readonly ended: number; readonly resolve: () => void }>();
  #ended = 0;
  #openConfirmed = 0;

  /** For ids below `events`. */
  constructor(events: number) {
    const column = (): Uint16Array => new Uint16Array(events);
    this.#published = column();
    this.#interrupted = column();
    this.#handled = column();
    this.#redelivered = column();
    this.#retried = column();
    this.#rejected = column();
    this.#dead = column();
    this.#queued = column();
  }

  /** Events that were handled or dead-lettered, as reported by the consumers, or were refused to their publisher. */
  get ended(): number {
    return this.#ended;
  }

  /** Confirmed events that were neither handled nor dead-lettered yet. */
  get open(): number {
    return this.#openConfirmed;
  }

  /** Resolves when the given number of events have ended. */
  reach(ended: number): Promise<void> {
    if (this.#ended >= ended) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add({ ended, resolve }));
  }

  confirmed(id: number): void {
    this.#published[id] = CONFIRMED;
    if (!this.#hasEnded(id)) this.#openConfirmed += 1;
  }

  rejected(id: number, certainty: Certainty): void {
    this.#end(id);
    this.#published[id] = CONFIRMED + 1 + certainties.indexOf(certainty);
  }

  interrupted(id: number): void {
    this.#interrupted[id] = at(this.#interrupted, id) + 1;
  }

  handled({ id, redelivered, retried }: Handling): void {
    this.#end(id);
    this.#handled[id] = at(this.#handled, id) + 1;
    if (redelivered) this.#redelivered[id] = at(this.#redelivered, id) + 1;
    if (retried) this.#retried[id] = at(this.#retried, id) + 1;
  }

  /** A consumer says that it dead-lettered the event. */
  gaveUp(id: number): void {
    this.#end(id);
    this.#rejected[id] = 1;
  }

  /** Found in the dead-letter queue. */
  deadLettered(id: number, reason: string): void {
    this.#dead[id] = at(this.#dead, id) + 1;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  /** Found in a queue when all was over. */
  queued(id: number): void {
    this.#queued[id] = at(this.#queued, id) + 1;
  }

  /** Of the ids below `events`. */
  summary(events: number): Summary {
    const summary = emptySummary(events, this.#reasons);
    for (let id = 0; id < events; id += 1) this.#judge(id, summary);
    return summary;
  }

  #judge(id: number, summary: Summary): void {
    const published = at(this.#published, id);
    const handled = at(this.#handled, id);
    const dead = at(this.#dead, id);
    const queued = at(this.#queued, id);
    const certainty = certainties[published - CONFIRMED - 1];
    if (published === CONFIRMED) summary.confirmed += 1;
    else if (certainty !== undefined) summary.rejected[certainty] += 1;
    else summary.unsettled += 1;
    if (handled > 0) summary.handled += 1;
    if (dead > 0) summary.deadLetters += 1;
    const found = handled + dead + queued;
    if (handled + dead === 0 && queued > 0) summary.stillQueued += 1;
    if (found === 0 && published === CONFIRMED) summary.lost.push(id);
    if (found > 0 && (certainty === "not-sent" || certainty === "refused")) summary.denied.push(id);
    this.#explain(id, Math.max(0, found - 1), summary.duplicates);
  }

  /** An event that was seen more than once, by what is known of it: redeliveries first, then what was sent again. */
  #explain(id: number, extra: number, duplicates: Summary["duplicates"]): void {
    const redelivered = Math.min(extra, at(this.#redelivered, id));
    const resent = Math.min(extra - redelivered, at(this.#interrupted, id));
    const rest = extra - redelivered - resent;
    const copied = at(this.#retried, id) > 0 || at(this.#dead, id) > 0;
    duplicates.redelivered += redelivered;
    duplicates.resent += resent;
    duplicates[copied ? "copied" : "unexplained"] += rest;
  }

  #hasEnded(id: number): boolean {
    return at(this.#handled, id) + at(this.#rejected, id) > 0 || at(this.#published, id) > CONFIRMED;
  }

  #end(id: number): void {
    if (this.#hasEnded(id)) return;
    this.#ended += 1;
    if (this.#published[id] === CONFIRMED) this.#openConfirmed -= 1;
    for (const waiter of this.#waiting) {
      if (this.#ended < waiter.ended) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }
}

function at(column: Uint16Array, id: number): number {
  return column[id] ?? 0;
}
