import type { Happening, MessageView } from "../embedded-broker/index.js";

/** A message that was published, by a client or by the test kit. */
export interface Publication {
  readonly vhost: string;
  readonly message: MessageView;
  /** The queues that it was routed to. */
  readonly queues: readonly string[];
  /** Milliseconds since the epoch, by the broker's clock. */
  readonly at: number;
}

/** What was published so far, in order, and the watchers for more. */
export class Journal {
  readonly #publications: Publication[] = [];
  readonly #watchers = new Set<(publication: Publication) => void>();

  observe(happening: Happening): void {
    if (happening.kind !== "published") return;
    const { vhost, message, queues, at } = happening;
    const publication = { vhost, message, queues, at };
    this.#publications.push(publication);
    for (const watcher of [...this.#watchers]) watcher(publication);
  }

  /** Calls `watcher` for each further publication, until the returned function is called. */
  watch(watcher: (publication: Publication) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** In every virtual host. */
  get all(): readonly Publication[] {
    return this.#publications;
  }

  in(vhost: string): readonly Publication[] {
    return this.#publications.filter((publication) => publication.vhost === vhost);
  }

  forget(): void {
    this.#publications.length = 0;
  }
}
