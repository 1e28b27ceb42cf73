import { EventEmitter, once } from "node:events";

/** What can happen to an event, and to a service. */
export type Step =
  | "published"
  | "confirmed"
  | "refused"
  | "handled"
  | "retried"
  | "dead-lettered"
  | "closing"
  | "closed";

/** One published message, by what a reader recognizes it by. */
export interface Subject {
  readonly from: string;
  readonly event: string;
  readonly version: string;
  readonly orderId: string;
}

/** One line of the demo. */
export interface Happening {
  /** Milliseconds since the first line. */
  readonly atMs: number;
  readonly service: string;
  readonly step: Step;
  /** `undefined` for what concerns a service as a whole. */
  readonly subject: Subject | undefined;
  readonly detail: string;
  /** Further lines, such as failing places. */
  readonly more: readonly string[];
}

const patienceMs = 15_000;

/** Everything that happened, in order. The scenes wait for it, and the summary is counted from it. */
export class Journal {
  readonly happenings: Happening[] = [];
  readonly #subjects = new Map<string, Subject>();
  readonly #news = new EventEmitter();
  readonly #show: (happening: Happening) => void;
  readonly #interrupted: AbortSignal;
  #start: number | undefined;

  constructor(show: (happening: Happening) => void, interrupted: AbortSignal) {
    this.#show = show;
    this.#interrupted = interrupted;
  }

  get subjects(): readonly Subject[] {
    return [...this.#subjects.values()];
  }

  /** Makes a message known, before it is published. */
  introduce(messageId: string, subject: Subject): void {
    this.#subjects.set(messageId, subject);
  }

  /** Notes a step of a message; messages of others, on a broker that is not ours alone, are passed over. */
  note(
    messageId: string | undefined,
    service: string,
    step: Step,
    detail: string,
    more: readonly string[] = [],
  ): void {
    const subject = this.#subjects.get(messageId ?? "");
    if (subject !== undefined) this.#add({ service, step, subject, detail, more });
  }

  /** Notes a step of a service. */
  noteService(service: string, step: "closing" | "closed", detail: string): void {
    this.#add({ service, step, subject: undefined, detail, more: [] });
  }

  /** Resolves when the message has come to this step; rejects after 15 s, and when the demo is interrupted. */
  async until(messageId: string, step: Step): Promise<void> {
    const subject = this.#subjects.get(messageId);
    const timeout = AbortSignal.timeout(patienceMs);
    const signal = AbortSignal.any([this.#interrupted, timeout]);
    while (!this.happenings.some((one) => one.subject === subject && one.step === step)) {
      await once(this.#news, "happening", { signal }).catch((error: unknown) => {
        if (!timeout.aborted) throw error;
        const what = `${subject?.event} ${subject?.version} of ${subject?.orderId}`;
        throw new Error(`${what} was not ${step} within ${patienceMs / 1_000} s`);
      });
    }
  }

  #add(happening: Omit<Happening, "atMs">): void {
    const now = performance.now();
    this.#start ??= now;
    const complete = { atMs: now - this.#start, ...happening };
    this.happenings.push(complete);
    this.#show(complete);
    this.#news.emit("happening");
  }
}
