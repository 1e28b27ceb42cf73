/** A double-ended queue in a ring buffer: each operation takes constant time, and an emptied one gives its memory back. */
export class Deque<Item> {
  #ring: (Item | undefined)[] = new Array(16);
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: Item): void {
    if (this.#size === this.#ring.length) this.#resize(this.#size * 2);
    this.#ring[(this.#head + this.#size++) & (this.#ring.length - 1)] = item;
  }

  peek(): Item | undefined {
    return this.#size === 0 ? undefined : this.#ring[this.#head];
  }

  shift(): Item | undefined {
    if (this.#size === 0) return undefined;
    const item = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#size--;
    if (this.#ring.length > 1024 && this.#size < this.#ring.length / 8) this.#resize(this.#ring.length / 4);
    return item;
  }

  clear(): void {
    this.#ring = new Array(16);
    this.#head = 0;
    this.#size = 0;
  }

  *[Symbol.iterator](): Generator<Item, void> {
    for (let index = 0; index < this.#size; index++) {
      yield this.#ring[(this.#head + index) & (this.#ring.length - 1)] as Item;
    }
  }

  /** `length` is a power of two. */
  #resize(length: number): void {
    const items = [...this];
    items.length = length;
    this.#ring = items;
    this.#head = 0;
  }
}
