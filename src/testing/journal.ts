import type { Happening, MessageView } from "../embedded-broker/index.js";

/** A message that was published, by a client or by the test kit. */
export interface JournalEntry {
  readonly vhost: string;
  readonly message: MessageView;
  /** The queues that it was routed to. */
  readonly queues: readonly string[];
  /** Milliseconds since the epoch, by the broker's clock. */
  readonly at: number;
}

/** What was published so far, in order, and the watchers for more. */
export class Journal {
  readonly #publications: JournalEntry[] = [];
  readonly #watchers = new Set<(publication: JournalEntry) => void>();

  observe(happening: Happening): void {
    if (happening.kind !== "published") return;
    const { vhost, message, queues, at } = happening;
    const publication = { vhost, message, queues, at };
    this.#publications.push(publication);
    for (const watcher of [...this.#watchers]) watcher(publication);
  }

  /** Calls `watcher` for each further publication, until the returned function is called. */
  watch(watcher: (publication: JournalEntry) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** In every virtual host. */
  get all(): readonly JournalEntry[] {
    return this.#publications;
  }

  in(vhost: string): readonly JournalEntry[] {
    return this.#publications.filter((publication) => publication.vhost === vhost);
  }

  forget(): void {
    this.#publications.length = 0;
  }
}
