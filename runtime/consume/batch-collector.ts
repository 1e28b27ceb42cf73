/** How a collector makes batches. */
export interface CollectorSettings {
  readonly size: number;
  readonly withinMs: number;
  /** Whether messages are handed over in the order in which they came, so that one of another kind ends a batch. */
  readonly keepsOrder: boolean;
}

/** What a message may share a batch with. */
export interface Company {
  /** Only messages of one kind come into one batch. */
  readonly kind: unknown;
  /** Whether it is a batch of its own. */
  readonly isAlone: boolean;
}

interface Waiting<Item> {
  readonly item: Item;
  /** Milliseconds on the caller's clock. */
  readonly since: number;
  readonly place: number;
}

interface Group<Item> {
  readonly kind: unknown;
  readonly waiting: Waiting<Item>[];
  /** Nothing is added any more: it is handed over when its turn comes. */
  isClosed: boolean;
}

/**
 * Messages that wait for others, in batches of one kind each. A batch is due when it is full, when its first message has
 * waited long enough, or when nothing more can come, since as many wait as the consumer may have.
 */
export class BatchCollector<Item> {
  readonly #settings: CollectorSettings;
  /** In the order of their first messages. */
  #groups: Group<Item>[] = [];
  readonly #open = new Map<unknown, Group<Item>>();
  #size = 0;
  #place = 0;

  constructor(settings: CollectorSettings) {
    this.#settings = settings;
  }

  /** Messages that wait. */
  get size(): number {
    return this.#size;
  }

  /** When the first open batch has waited long enough; a closed one is due already. `undefined` when nothing waits. */
  get dueAt(): number | undefined {
    let first: number | undefined;
    for (const group of this.#groups) first = Math.min(first ?? Number.POSITIVE_INFINITY, this.#dueAt(group));
    return first;
  }

  add(item: Item, { kind, isAlone }: Company, now: number): void {
    const group = this.#groupFor(kind, isAlone);
    group.waiting.push({ item, since: now, place: this.#place });
    this.#place += 1;
    this.#size += 1;
    if (isAlone || group.waiting.length >= this.#settings.size) this.#close(group);
  }

  /**
   * The batch whose turn it is, with at most `room` messages; empty when none is due. `most` is how many can wait in all.
   */
  take(now: number, room: number, most: number): readonly Item[] {
    if (room < 1) return [];
    const isExhausted = this.#size >= most;
    const index = this.#groups.findIndex((group) => isExhausted || this.#dueAt(group) <= now);
    const group = this.#groups[index];
    if (group === undefined) return [];
    const taken = group.waiting.splice(0, Math.min(room, this.#settings.size));
    this.#size -= taken.length;
    if (group.waiting.length === 0) {
      this.#close(group);
      this.#groups.splice(index, 1);
    }
    return taken.map(({ item }) => item);
  }

  /** Takes out what has waited since before this time; everything, if anything has and order is kept. */
  takeOverdue(before: number): readonly Item[] {
    const isOverdue = ({ since }: Waiting<Item>): boolean => since < before;
    const late = this.#groups.filter(({ waiting: [first] }) => first !== undefined && isOverdue(first));
    if (late.length === 0) return [];
    if (this.#settings.keepsOrder) return this.clear();
    const taken = late.flatMap((group) => {
      const inTime = group.waiting.findIndex((each) => !isOverdue(each));
      const overdue = group.waiting.splice(0, inTime === -1 ? group.waiting.length : inTime);
      if (group.waiting.length === 0) this.#close(group);
      return overdue;
    });
    this.#groups = this.#groups.filter(({ waiting }) => waiting.length > 0);
    this.#size -= taken.length;
    return inOrder(taken);
  }

  /** Everything that waits, in the order in which it came. */
  clear(): readonly Item[] {
    const all = this.#groups.splice(0).flatMap(({ waiting }) => waiting);
    this.#open.clear();
    this.#size = 0;
    return inOrder(all);
  }

  #groupFor(kind: unknown, isAlone: boolean): Group<Item> {
    const open = isAlone ? undefined : this.#open.get(kind);
    if (open !== undefined) return open;
    if (this.#settings.keepsOrder) for (const group of [...this.#open.values()]) this.#close(group);
    const group = { kind, waiting: [], isClosed: false };
    this.#groups.push(group);
    if (!isAlone) this.#open.set(kind, group);
    return group;
  }

  #close(group: Group<Item>): void {
    group.isClosed = true;
    if (this.#open.get(group.kind) === group) this.#open.delete(group.kind);
  }

  #dueAt({ isClosed, waiting: [first] }: Group<Item>): number {
    if (isClosed || first === undefined) return Number.NEGATIVE_INFINITY;
    return first.since + this.#settings.withinMs;
  }
}

/** In the order in which it came. */
function inOrder<Item>(waiting: readonly Waiting<Item>[]): readonly Item[] {
  return [...waiting].sort((a, b) => a.place - b.place).map(({ item }) => item);
}
