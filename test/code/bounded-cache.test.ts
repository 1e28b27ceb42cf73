import { expect, test } from "vitest";
import { BoundedCache } from "../../src/code/bounded-cache.js";

test("makes each result once, until it is full and forgets all", () => {
  const made: string[] = [];
  const cache = new BoundedCache<string>(2);
  const ask = (key: string): string =>
    cache.get(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(["a", "b", "a", "b"].map(ask)).toEqual(["A", "B", "A", "B"]);
  expect(made).toEqual(["a", "b"]);
  expect([...cache.entries()]).toEqual([
    ["a", "A"],
    ["b", "B"],
  ]);
  expect(["c", "a"].map(ask)).toEqual(["C", "A"]);
  expect(made).toEqual(["a", "b", "c", "a"]);
  expect([...cache.entries()].map(([key]) => key)).toEqual(["c", "a"]);
});
