import type { EventVersion } from "../../runtime/contract/event-version.js";
import { type LoadedVersion, loadVersion } from "../../runtime/validate/validator.js";
import type { Journal, JournalEntry } from "./journal.js";
import { printedList, printedMessage } from "./printed.js";
import { type PublishedEvent, type ReadPublication, readPublication } from "./read-publication.js";
import { afterReal } from "./real-time.js";

/** Options of `nextPublished`. */
export interface NextPublishedOptions<Version extends EventVersion> {
  /** Selects the event to wait for; by default any of the version. */
  readonly where?: (published: PublishedEvent<Version>) => boolean;
  /** Milliseconds of real time until it fails. Default 5,000, or the broker's `timeout`. */
  readonly timeout?: number;
}

/** Passes each published message to one call of `nextPublished`, the oldest one that matches. */
export class PublishedEvents {
  readonly #journal: Journal;
  readonly #timeout: number;
  readonly #taken = new WeakSet<JournalEntry>();
  readonly #waiting = new Set<{ readonly fail: (why: string) => void }>();
  #ended: string | undefined;

  constructor(journal: Journal, timeout: number) {
    this.#journal = journal;
    this.#timeout = timeout;
  }

  async published<Version extends EventVersion>(
    vhost: string,
    version: Version,
  ): Promise<PublishedEvent<Version>[]> {
    const loaded = await loadVersion(version);
    return this.#journal.in(vhost).flatMap((publication) => {
      const reading = readPublication<Version>(loaded, publication);
      return reading.kind === "event" ? [reading.published] : [];
    });
  }

  /** `caller` is the function whose stack a failure shows. */
  next<Version extends EventVersion>(
    vhost: string,
    version: Version,
    options: NextPublishedOptions<Version>,
    caller: (...args: never[]) => unknown,
  ): Promise<PublishedEvent<Version>> {
    const failure = new Error();
    Error.captureStackTrace(failure, caller);
    return loadVersion(version).then((loaded) => this.#next<Version>(vhost, loaded, options, failure));
  }

  #next<Version extends EventVersion>(
    vhost: string,
    version: LoadedVersion,
    { where = () => true, timeout = this.#timeout }: NextPublishedOptions<Version>,
    failure: Error,
  ): Promise<PublishedEvent<Version>> {
    const take = (publication: JournalEntry): PublishedEvent<Version> | undefined => {
      if (publication.vhost !== vhost || this.#taken.has(publication)) return undefined;
      const reading = readPublication<Version>(version, publication);
      if (reading.kind !== "event" || !where(reading.published)) return undefined;
      this.#taken.add(publication);
      return reading.published;
    };
    return new Promise((resolve, reject) => {
      for (const publication of this.#journal.in(vhost)) {
        const found = take(publication);
        if (found !== undefined) return resolve(found);
      }
      const end = (): void => {
        unwatch();
        stop();
        this.#waiting.delete(waiting);
      };
      const waiting = {
        fail: (why: string): void => {
          end();
          failure.message = `${version.event} ${version.version} was not published: ${why}.\n${this.#seen(vhost, version)}`;
          failure.stack = (failure.stack ?? "").replace(/^Error:?/, `Error: ${failure.message}`);
          reject(failure);
        },
      };
      const unwatch = this.#journal.watch((publication) => {
        try {
          const found = take(publication);
          if (found === undefined) return;
          end();
          resolve(found);
        } catch (error) {
          end(); // `where` threw
          reject(error);
        }
      });
      const stop = afterReal(timeout, () => waiting.fail(`nothing matched within ${Math.round(timeout)} ms`));
      this.#waiting.add(waiting);
      if (this.#ended !== undefined) waiting.fail(this.#ended);
    });
  }

  /** Fails all waiting calls, and all later ones. */
  end(why: string): void {
    this.#ended = why;
    for (const waiting of [...this.#waiting]) waiting.fail(why);
  }

  /** Everything that was published, each with the reason why it did not match. */
  #seen(vhost: string, version: LoadedVersion): string {
    const lines = this.#journal.in(vhost).map((publication) => {
      const note = noteOf(readPublication(version, publication), this.#taken.has(publication));
      return `${note}${printedMessage(publication.message)}`;
    });
    return printedList(`Published in virtual host "${vhost}"`, lines);
  }
}

function noteOf(reading: ReadPublication<EventVersion>, taken: boolean): string {
  if (reading.kind === "invalid") return `[invalid: ${reading.why}] `;
  if (reading.kind === "other") return "";
  return taken ? "[returned by an earlier nextPublished] " : "[does not match `where`] ";
}
