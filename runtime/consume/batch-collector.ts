/** How a collector makes batches. */
export interface CollectorSettings {
  readonly size: number;
  readonly withinMs: number;
  /** Whether messages are handed over in order of arrival, so that one of another kind ends a batch. */
  readonly keepsOrder: boolean;
}

/** What decides which messages can share a batch. */
export interface Company {
  /** Only messages of one kind share a batch. */
  readonly kind: unknown;
  /** Whether it forms a batch alone. */
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
  /** Nothing more is added: it is handed over in its turn. */
  isClosed: boolean;
}

/**
 * Collects messages into batches of one kind each. A batch is due when it is full, when its first message has waited
 * long enough, or when no more can arrive because the consumer holds as many messages as it may.
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

  /** The number of waiting messages. */
  get size(): number {
    return this.#size;
  }

  /**
   * When the first open batch has waited long enough; a closed one is already due. `undefined` if nothing is waiting.
   */
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

  /** The next due batch, with at most `room` messages; empty if none is due. `most` is how many can wait in total. */
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

  /** Removes what has waited since before this time; if order is kept, any such message removes everything. */
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

  /** Everything that is waiting, in order of arrival. */
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

/** In order of arrival. */
function inOrder<Item>(waiting: readonly Waiting<Item>[]): readonly Item[] {
  return [...waiting].sort((a, b) => a.place - b.place).map(({ item }) => item);
}
