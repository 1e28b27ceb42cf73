import { expect, test } from "vitest";
import { BatchCollector } from "../../runtime/consume/batch-collector.js";

/** More than any of these tests adds: nothing is handed over for want of room. */
const ROOM = 1_000;

function collector(changes: { readonly size?: number; readonly keepsOrder?: boolean } = {}) {
  const made = new BatchCollector<string>({ size: 3, withinMs: 100, keepsOrder: false, ...changes });
  return {
    add: (items: string, now = 0, isAlone = false) => {
      for (const item of items) made.add(item, { kind: item.toUpperCase() === item, isAlone }, now);
    },
    take: (now = 0, room = ROOM, most = ROOM) => made.take(now, room, most).join(""),
    takeAll: (now = 0, room = ROOM) => {
      const all: string[] = [];
      for (let next = made.take(now, room, ROOM); next.length > 0; next = made.take(now, room, ROOM))
        all.push(next.join(""));
      return all;
    },
    clear: () => made.clear().join(""),
    get dueAt() {
      return made.dueAt;
    },
    get size() {
      return made.size;
    },
  };
}

test("hands over a batch when it is full, and no more than that", () => {
  const batches = collector();
  batches.add("ab");
  expect(batches.take()).toBe("");
  batches.add("cd");
  expect(batches.takeAll()).toEqual(["abc"]);
  expect(batches.size).toBe(1);
  batches.add("efghij");
  expect(batches.takeAll()).toEqual(["def", "ghi"]);
  expect(batches.take()).toBe("");
});

test("hands over what came within its time after the first message, not after the last", () => {
  const batches = collector();
  expect(batches.dueAt).toBeUndefined();
  batches.add("a", 10);
  batches.add("b", 90);
  expect(batches.dueAt).toBe(110);
  expect(batches.take(109)).toBe("");
  expect(batches.take(110)).toBe("ab");
  batches.add("c", 110);
  expect(batches.dueAt).toBe(210);
});

test("hands over what there is when nothing more can come", () => {
  const batches = collector();
  batches.add("ab");
  expect(batches.take(0, 3, 3)).toBe("");
  expect(batches.take(0, 2, 3)).toBe("");
  expect(batches.take(0, 2, 2)).toBe("ab");
});

test("hands over as many as there is room for, and the others later", () => {
  const batches = collector();
  batches.add("abc");
  expect(batches.take(0, 0)).toBe("");
  expect(batches.takeAll(0, 1)).toEqual(["a", "b", "c"]);
  batches.add("def");
  expect(batches.take(0, 2)).toBe("de");
  expect(batches.size).toBe(1);
  expect(batches.take()).toBe("f"); // nothing joins what was full
});

test("keeps what is left of an open batch open, with the time of its own first message", () => {
  const batches = collector({ size: 5 });
  batches.add("a", 0);
  batches.add("b", 50);
  expect(batches.take(60, 1, 1)).toBe("a");
  expect(batches.dueAt).toBe(150);
  batches.add("c", 70);
  expect(batches.take(150)).toBe("bc");
});

test("fills a batch of each kind at the same time, and hands over first what is due first", () => {
  const batches = collector();
  batches.add("aAbBC", 0);
  expect(batches.takeAll(0)).toEqual(["ABC"]);
  batches.add("D", 20);
  expect(batches.takeAll(99)).toEqual([]);
  expect(batches.takeAll(120)).toEqual(["ab", "D"]);
});

test("ends a batch where the kind changes when order is kept", () => {
  const batches = collector({ keepsOrder: true });
  batches.add("aAbcdeB", 0);
  expect(batches.takeAll(0)).toEqual(["a", "A", "bcd", "e"]);
  expect(batches.takeAll(100)).toEqual(["B"]);
});

test.each([false, true])("hands over alone what must be alone (order is kept: %s)", (keepsOrder) => {
  const batches = collector({ keepsOrder });
  batches.add("a", 0);
  batches.add("xy", 0, true);
  batches.add("b", 0);
  expect(batches.takeAll(0)).toEqual(keepsOrder ? ["a", "x", "y"] : ["x", "y"]);
  expect(batches.takeAll(100)).toEqual([keepsOrder ? "b" : "ab"]);
});

test("gives everything back in the order in which it came, and begins again", () => {
  const batches = collector();
  batches.add("aAbBc", 0);
  batches.add("x", 0, true);
  batches.add("d", 0);
  expect(batches.clear()).toBe("aAbBcxd");
  expect([batches.size, batches.dueAt]).toEqual([0, undefined]);
  batches.add("ab", 0);
  expect(batches.takeAll(0)).toEqual([]);
  batches.add("c", 0);
  expect(batches.takeAll(0)).toEqual(["abc"]);
});

test("loses and doubles nothing, whatever comes and whatever is taken", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    let state = seed;
    const random = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const size = 1 + random(5);
    const keepsOrder = random(2) === 1;
    const made = new BatchCollector<number>({ size, withinMs: 10, keepsOrder });
    const [added, taken]: [number[], number[]] = [[], []];
    const kinds = new Map<number, number>();
    for (let step = 0; step < 100; step += 1) {
      if (random(3) > 0) {
        kinds.set(step, random(3));
        added.push(step);
        made.add(step, { kind: kinds.get(step), isAlone: random(8) === 0 }, step);
        continue;
      }
      const batch = made.take(step, random(12), random(20));
      expect(batch.length).toBeLessThanOrEqual(size);
      expect(new Set(batch.map((item) => kinds.get(item))).size).toBeLessThanOrEqual(1);
      taken.push(...batch);
    }
    taken.push(...made.clear());
    expect(keepsOrder ? taken : [...taken].sort((a, b) => a - b)).toEqual(added);
  }
});
