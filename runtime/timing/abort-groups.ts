/** Something that a signal gives up. */
export interface Abortable {
  abort(reason: unknown): void;
}

/** One listener per signal, however many messages share it: Node warns of a leak from the eleventh listener on. */
export class AbortGroups<Item extends Abortable> {
  readonly #groups = new Map<AbortSignal, { readonly items: Set<Item>; readonly onAbort: () => void }>();

  /** `item` is aborted when the signal fires; soon, if it has. */
  add(signal: AbortSignal, item: Item): void {
    if (signal.aborted) {
      queueMicrotask(() => item.abort(signal.reason));
      return;
    }
    const group = this.#groups.get(signal) ?? this.#open(signal);
    group.items.add(item);
  }

  delete(signal: AbortSignal, item: Item): void {
    const group = this.#groups.get(signal);
    if (group === undefined) return;
    group.items.delete(item);
    if (group.items.size > 0) return;
    signal.removeEventListener("abort", group.onAbort);
    this.#groups.delete(signal);
  }

  #open(signal: AbortSignal): { readonly items: Set<Item>; readonly onAbort: () => void } {
    const items = new Set<Item>();
    const onAbort = (): void => {
      this.#groups.delete(signal);
      for (const item of items) item.abort(signal.reason);
    };
    const group = { items, onAbort };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#groups.set(signal, group);
    return group;
  }
}
